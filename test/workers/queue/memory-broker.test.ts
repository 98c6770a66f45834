import { describe, expect, it } from "vitest";
import { MemoryBroker } from "../../../src/workers/index.js";
import { brokerContract, refOf, until } from "../../contracts/broker.js";

brokerContract("MemoryBroker", async () => {
  const broker = new MemoryBroker();
  return { broker, other: broker, close: () => broker.close() };
});

describe("MemoryBroker", () => {
  it("lets timers run while jobs that wait for nothing keep coming", async () => {
    const broker = new MemoryBroker();
    let handled = 0;
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    broker.consume({
      slots: 1,
      handle: async (ref) => {
        handled++;
        if (ref.trialNumber < 20_000) await broker.enqueue([refOf(ref.trialNumber + 1)]);
      },
    });
    await broker.enqueue([refOf(0)]);
    await until(() => handled === 20_001);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
    await broker.close();
  });
});
