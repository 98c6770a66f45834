// Fills a study in a process of its own: node --expose-gc run-search-memory.mjs TRIALS. Prints `{"studyMb", "processMb"}`:
// what the study holds after garbage collection, and the resident memory of the whole process then.
import { tpe } from "hypersweep";
import { finishedStudy, mixedLoss } from "./mixed-problem.mjs";

const MB = 2 ** 20;

function held() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { usedMb: (heapUsed + arrayBuffers) / MB, rssMb: rss / MB };
}

const before = held();
const study = finishedStudy(tpe(), Number(process.argv[2]));
for (let count = 0; count < 10; count += 1) {
  const trial = study.ask();
  study.tell(trial, { loss: mixedLoss(trial.params) });
}
const after = held();
console.log(JSON.stringify({ studyMb: after.usedMb - before.usedMb, processMb: after.rssMb, best: study.best?.loss }));
