import { openDatabase } from "../../../src/database/index.js";
import { SqliteBroker } from "../../../src/workers/index.js";

const [, , path = ""] = process.argv;
const broker = new SqliteBroker(await openDatabase({ path }), { queue: "q" });
const consumer = broker.consume({ slots: 2, handle: async () => {} });
await consumer.close();
console.log("closed");
