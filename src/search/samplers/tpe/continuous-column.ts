import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { unitMass, unitQuantile } from "../../numerics/truncated-normal.js";
import { bandwidths } from "./bandwidths.js";
import type { KernelColumn } from "./kernel-column.js";

const LOG_SQRT_TWO_PI = 0.9189385332046727;

/** Normals on the coordinates, each truncated to [0, 1] by itself. The prior's density there is 1. */
export class ContinuousColumn implements KernelColumn {
  readonly #distribution: Distribution;
  readonly #means: Float64Array;
  readonly #sigmas: Float64Array;
  /** 1 / sigma and the logarithm of the normalisation; both 0 for the prior, whose log density is 0. */
  readonly #inverses: Float64Array;
  readonly #offsets: Float64Array;

  constructor(distribution: Distribution, coordinates: Float64Array) {
    this.#distribution = distribution;
    this.#sigmas = bandwidths(coordinates);
    this.#means = new Float64Array(coordinates.length);
    this.#inverses = new Float64Array(coordinates.length);
    this.#offsets = new Float64Array(coordinates.length);
    for (let kernel = 0; kernel < coordinates.length; kernel++) {
      const sigma = this.#sigmas[kernel] ?? Number.NaN;
      if (Number.isNaN(sigma)) continue;
      const mean = coordinates[kernel] ?? 0;
      this.#means[kernel] = mean;
      this.#inverses[kernel] = 1 / sigma;
      this.#offsets[kernel] = -Math.log(sigma * unitMass(mean, sigma)) - LOG_SQRT_TWO_PI;
    }
  }

  addLogDensities(value: number, totals: Float64Array): void {
    const [means, inverses, offsets] = [this.#means, this.#inverses, this.#offsets];
    const coordinate = this.#distribution.coordinate(value);
    for (let kernel = 0; kernel < totals.length; kernel++) {
      const z = (coordinate - (means[kernel] as number)) * (inverses[kernel] as number);
      totals[kernel] = (totals[kernel] as number) + (offsets[kernel] as number) - 0.5 * z * z;
    }
  }

  isActive(kernel: number): boolean {
    return (this.#inverses[kernel] ?? 0) > 0;
  }

  draw(kernel: number, random: Random): number {
    const unit = unitQuantile(this.#means[kernel] ?? 0.5, this.#sigmas[kernel] ?? 1, random.next());
    return this.#distribution.fromUnit(unit);
  }
}
