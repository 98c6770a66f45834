// Ten mixed parameters and a loss that depends on half of them: what latency and memory of a search are measured with.
import { hp, rand, Study } from "hypersweep";

export const mixedSpace = {
  a: hp.uniform("a", 0, 1),
  b: hp.uniform("b", -5, 5),
  c: hp.uniform("c", 0, 100),
  d: hp.loguniform("d", -10, 0),
  e: hp.loguniform("e", -5, 5),
  f: hp.loguniform("f", 0, 7),
  g: hp.uniformint("g", 1, 64),
  h: hp.uniformint("h", 1, 64),
  i: hp.choice("i", [0, 1, 2, 3]),
  j: hp.choice("j", [0, 1, 2, 3, 4, 5, 6, 7]),
};

export const mixedLoss = ({ a, b, d, g, i }) =>
  (a - 0.3) ** 2 + (b / 5) ** 2 + (Math.log(d) + 5) ** 2 / 25 + Math.abs(g - 20) / 64 + (i === 2 ? 0 : 0.3);

/** A study with so many finished trials at random points. */
export function finishedStudy(algo, trials) {
  const source = new Study({ space: mixedSpace, algo: rand(), seed: 2 });
  const study = new Study({ space: mixedSpace, algo, seed: 1 });
  for (let number = 0; number < trials; number += 1) {
    const { params } = source.ask();
    study.add({ params, loss: mixedLoss(params) });
  }
  return study;
}
