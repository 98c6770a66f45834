import { normalCdf } from "./normal-cdf.js";
import { normalMass } from "./normal-mass.js";
import { normalQuantile } from "./normal-quantile.js";

// Beyond this many standard deviations lies 1e-9 of the mass: too little to change a kernel's normalisation.
const FAR = 6;

/** Mass that a normal with its mean in [0, 1] has in [0, 1]; 1 when both ends are at least 6 standard deviations away. */
export function unitMass(mean: number, sigma: number): number {
  if (mean > FAR * sigma && 1 - mean > FAR * sigma) return 1;
  return normalMass(-mean / sigma, (1 - mean) / sigma);
}

/** The point below which a normal truncated to [0, 1] has mass `share`; with a uniform `share`, a draw from it. */
export function unitQuantile(mean: number, sigma: number, share: number): number {
  const start = mean > FAR * sigma ? 0 : normalCdf(-mean / sigma);
  const point = mean + sigma * normalQuantile(start + share * unitMass(mean, sigma));
  return Math.min(1, Math.max(0, point));
}
