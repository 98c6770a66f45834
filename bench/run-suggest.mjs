// Times of single suggestions in a process of its own: node run-suggest.mjs TRIALS REPETITIONS tpe|hyperopt.
// Prints `{"askMs", "tellMs"}`: lists, the first suggestions left out, which also read the history and warm the compiler up.
import { tpe } from "hypersweep";
import { finishedStudy, mixedLoss } from "./mixed-problem.mjs";

const WARM_UP_MS = 400;
const [trials, repetitions] = process.argv.slice(2, 4).map(Number);
const algo = () => (process.argv[4] === "hyperopt" ? tpe({ preset: "hyperopt" }) : tpe());

function suggestions(study, { least, leastMs }) {
  const askMs = [];
  const tellMs = [];
  const startedAt = performance.now();
  while (askMs.length < least || performance.now() - startedAt < leastMs) {
    const before = performance.now();
    const trial = study.ask();
    const between = performance.now();
    study.tell(trial, { loss: mixedLoss(trial.params) });
    askMs.push(between - before);
    tellMs.push(performance.now() - between);
  }
  return { askMs, tellMs };
}

// A small study of its own for the compiler: the measured one must not grow much beyond its size.
suggestions(finishedStudy(algo(), 100), { least: 50, leastMs: WARM_UP_MS });
const study = finishedStudy(algo(), trials);
suggestions(study, { least: 3, leastMs: 0 });
console.log(JSON.stringify(suggestions(study, { least: repetitions, leastMs: 0 })));
