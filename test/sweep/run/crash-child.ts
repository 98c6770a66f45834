// Runs a sweep and kills itself without warning right after its n-th commit: crash-child.ts <home> <sweep id> <n>.
// Prints how many commits there were, when it gets that far.
import type { Database } from "../../../src/database/index.js";
import { openStore, runSweep } from "../../../src/sweep/index.js";

const [home = "", sweepId = "", crashAt = ""] = process.argv.slice(2);

let commits = 0;

function crashing(database: Database): Database {
  return {
    path: database.path,
    kysely: database.kysely,
    read: (work) => database.read(work),
    as: () => database.as(),
    close: () => database.close(),
    write: async (work) => {
      const result = await database.write(work);
      if (++commits === Number(crashAt)) process.kill(process.pid, "SIGKILL");
      return result;
    },
  };
}

async function main(): Promise<void> {
  const store = await openStore({ home });
  await runSweep({ ...store, database: crashing(store.database) }, { sweepId }).summary;
  await store.close();
  console.log(commits);
}

void main();
