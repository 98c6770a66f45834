import type { Distribution } from "./distribution.js";
import type { HyperoptPrior } from "./hyperopt-prior.js";
import type { Scale } from "./scale.js";

/** Every number between the scale's ends. */
export function continuous(scale: Scale, hyperopt: HyperoptPrior): Distribution {
  const { low, high } = scale;
  return {
    shape: "continuous",
    count: Infinity,
    expected: expectedWords(low, high),
    fromUnit: scale.fromUnit,
    coordinate: scale.toUnit,
    cell: (value) => {
      const unit = scale.toUnit(value);
      return [unit, unit];
    },
    nearest: (value) => Math.min(Math.min(high, Number.MAX_VALUE), Math.max(Math.max(low, -Number.MAX_VALUE), value)),
    valueAt: () => Number.NaN,
    hyperopt,
  };
}

function expectedWords(low: number, high: number): string {
  if (Number.isFinite(high)) return `a number in [${low}, ${high}]`;
  return low === 0 ? "a number not below 0" : "a finite number";
}
