import { tpe } from "hypersweep";
import { finishedStudy, mixedLoss } from "./mixed-problem.mjs";

const [n, reps] = process.argv.slice(2).map(Number);
const go = (s, r) => {
  for (let i = 0; i < r; i++) {
    const t = s.ask();
    s.tell(t, { loss: mixedLoss(t.params) });
  }
};
go(finishedStudy(tpe(), 100), 400);
const s = finishedStudy(tpe(), n);
go(s, 5);
globalThis.gc?.();
const best = [];
for (let k = 0; k < 5; k++) {
  const c0 = process.cpuUsage();
  go(s, reps / 5);
  const c = process.cpuUsage(c0);
  best.push((c.user + c.system) / 1000 / (reps / 5));
}
console.log(n, "cpu ms/ask", best.map((x) => x.toFixed(3)).join(" "));
