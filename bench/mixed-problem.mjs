// Ten mixed parameters and a loss that depends on half of them: what latency and memory of a search are measured with.
import { hp, Study } from "hypersweep";

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

/** Uniform numbers in [0, 1): the "mulberry32" generator. */
function uniformNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A study with so many finished trials at random points. */
export function finishedStudy(algo, trials) {
  const uniform = uniformNumbers(2);
  const between = (low, high) => low + uniform() * (high - low);
  const integer = (low, high) => Math.floor(between(low, high + 1));
  const study = new Study({ space: mixedSpace, algo, seed: 1 });
  for (let number = 0; number < trials; number += 1) {
    const params = {
      a: uniform(),
      b: between(-5, 5),
      c: between(0, 100),
      d: Math.exp(between(-10, 0)),
      e: Math.exp(between(-5, 5)),
      f: Math.exp(between(0, 7)),
      g: integer(1, 64),
      h: integer(1, 64),
      i: integer(0, 3),
      j: integer(0, 7),
    };
    study.add({ params, loss: mixedLoss(params) });
  }
  return study;
}
