import { openDatabase } from "../../../src/database/index.js";
import { SqliteBroker } from "../../../src/workers/index.js";

const [, , path = ""] = process.argv;
let held = 0;
new SqliteBroker(await openDatabase({ path }), { queue: "q" }).consume({
  slots: 2,
  handle: () => {
    console.log(`holding ${++held}`);
    return new Promise(() => {});
  },
});
