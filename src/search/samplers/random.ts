import type { Sampler } from "./sampler.js";
import { sampleUnseen } from "./unseen.js";

const randomSearch: Sampler = { name: "random", learns: false, suggest: sampleUnseen };

/** Random search: every point is drawn from the prior; in a finite space none comes twice. */
export function rand(): Sampler {
  return randomSearch;
}
