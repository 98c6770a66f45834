// One search in a process of its own: node run-fmin.mjs TRIALS random|tpe TRACKING, where TRACKING is a URI or `false`.
// Prints `{"ms", "cpuMs", "peakMb"}`.
import { fmin, hp, rand, tpe } from "hypersweep";

const [trials, algo, tracking] = process.argv.slice(2);
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
await fmin({
  space: { x: hp.uniform("x", -5, 5), y: hp.uniform("y", -5, 5) },
  objective: () => 0,
  algo: algo === "tpe" ? tpe() : rand(),
  maxEvals: Number(trials),
  seed: 1,
  showProgress: false,
  tracking: tracking === "false" ? false : tracking,
});
const ms = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }));
