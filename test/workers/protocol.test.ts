import { workerProtocolContract } from "../contracts/worker-protocol.js";
import { MemoryProtocol } from "./memory-protocol.js";

// The stand-in that the worker's tests run against has to behave like the real ones.
workerProtocolContract("MemoryProtocol", async () => {
  const protocol = new MemoryProtocol();
  let count = 0;
  return {
    protocol,
    due: async () => protocol.add({ ref: { sweepId: "s1", trialNumber: ++count, attempt: 1 } }),
    stop: async (ref, reason) => protocol.order({ kind: "stop", ref, reason }),
    supersede: async (ref) => protocol.order({ kind: "lease-lost", ref }),
    close: async () => {},
  };
});
