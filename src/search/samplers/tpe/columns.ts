import type { Distribution } from "../../distributions/distribution.js";
import { ContinuousColumn } from "./continuous-column.js";
import type { KernelColumn } from "./kernel-column.js";
import { SteppedColumn } from "./stepped-column.js";
import { UnorderedColumn } from "./unordered-column.js";

/**
 * The column that fits a distribution's shape.
 *
 * @param coordinates its coordinate at each kernel, NaN where inactive or for the prior kernel
 */
export function createKernelColumn(distribution: Distribution, coordinates: Float64Array): KernelColumn {
  switch (distribution.shape) {
    case "continuous":
      return new ContinuousColumn(distribution, coordinates);
    case "stepped":
      return new SteppedColumn(distribution, coordinates);
    case "unordered":
      return new UnorderedColumn(distribution, coordinates);
  }
}
