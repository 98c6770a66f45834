import { type Sampler, Study } from "../../src/search/index.js";
import { noiseOf, type Problem } from "./problems.js";

/** True loss of the trial that looks best after so many trials, per number of trials. */
export type Scores = Readonly<Record<number, number>>;

export const CHECKPOINTS = [25, 50, 100, 200] as const;

/** @param options.parallel how many trials are open at all times; the oldest ends first */
export function runSearch(
  problem: Problem,
  algo: Sampler,
  options: { seed: number; budget: number; parallel: number },
): { scores: Scores; askMs: number } {
  const { seed, budget, parallel } = options;
  const study = new Study({ space: problem.space, algo, seed, plan: { maxEvals: budget, parallel } });
  const noise = noiseOf(problem, seed);
  const scores: Record<number, number> = {};
  const open: NonNullable<ReturnType<typeof study.ask>>[] = [];
  let lowest = Infinity;
  let score = Infinity;
  let askMs = 0;
  let exhausted = false;
  for (let told = 0; told < budget && !(exhausted && open.length === 0); ) {
    while (!exhausted && open.length < parallel && told + open.length < budget) {
      const before = performance.now();
      const trial = study.ask();
      askMs += performance.now() - before;
      if (trial === null) exhausted = true;
      else open.push(trial);
    }
    const trial = open.shift();
    if (trial === undefined) break;
    const truth = problem.evaluate(trial.params);
    const loss = truth + noise();
    study.tell(trial, { loss });
    told++;
    if (loss < lowest) {
      lowest = loss;
      score = truth;
    }
    if (CHECKPOINTS.some((checkpoint) => checkpoint === told)) scores[told] = score;
  }
  return { scores, askMs: askMs / budget };
}
