import { silentLogger } from "../../../src/base/index.js";
import { CommandExecutor } from "../../../src/workers/index.js";
import { assignmentOf } from "../assignment.js";

const [, , folder = "", words = "[]"] = process.argv;
const executor = new CommandExecutor({
  worker: { id: `killed-${process.pid}`, host: "h", pid: process.pid },
  scratchRoot: `${folder}/trials`,
  logger: silentLogger,
});
const nothing = () => {};
const reporter = { metric: nothing, retract: nothing, param: nothing, tag: nothing, backlog: () => null };
const command = JSON.parse(words) as string[];
await executor.execute(assignmentOf({ command, cwd: folder }), { reporter, signal: new AbortController().signal });
