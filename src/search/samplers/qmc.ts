import { scrambledSobol } from "../numerics/sobol.js";
import type { Values } from "../spaces/nodes.js";
import type { Sampler, SamplerContext } from "./sampler.js";
import { sampleUnseen } from "./unseen.js";

// In a finite space the next points of the sequence may all have been proposed; after so many a random one will do.
const TRIES = 64;

const quasiMonteCarlo: Sampler = { name: "qmc", learns: false, suggest };

/**
 * Quasi-Monte Carlo search: points of a Sobol sequence, scrambled by the study's seed, which fill the space more evenly
 * than random ones. Every parameter has a dimension of its own, so those of one branch of a conditional space are spread
 * evenly too. Best with a power of two trials. In a finite space no point comes twice. Costs O(parameters) a suggestion.
 *
 * @see I. M. Sobol' 1967, "On the distribution of points in a cube and the approximate evaluation of integrals"; A. B. Owen
 *   1995, "Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences"; J. Bergstra, Y. Bengio 2012, "Random Search for
 *   Hyper-Parameter Optimization", section 2.4, on quasi-random search
 */
export function qmc(): Sampler {
  return quasiMonteCarlo;
}

function suggest(context: SamplerContext): Values | null {
  const { space, history, seed } = context;
  const sequence = scrambledSobol(space.parameters.length, seed);
  const place = new Float64Array(space.parameters.length);
  for (let ahead = 0; ahead < TRIES; ahead++) {
    sequence.point(history.observations.length + ahead, place);
    const values = space.build(({ distribution }, index) => distribution.fromUnit(place[index] ?? 0));
    if (!space.isFinite || !history.has(values)) return values;
  }
  return sampleUnseen(context);
}
