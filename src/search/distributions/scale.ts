import { exp } from "../numerics/exp.js";
import { log } from "../numerics/log.js";
import { normalCdf } from "../numerics/normal-cdf.js";
import { normalQuantile } from "../numerics/normal-quantile.js";

/** A continuous, increasing map between values and the unit interval, under which a prior is uniform. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  toUnit(value: number): number;
  fromUnit(unit: number): number;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

// A uniform draw can be 0, and rounding can make 1 of a coordinate: both ends of a normal are infinite.
const SMALLEST = 2 ** -54;
const LARGEST = 1 - 2 ** -53;

/** Uniform between two bounds. */
export function linearScale(low: number, high: number): Scale {
  const span = high - low;
  return {
    low,
    high,
    toUnit: (value) => clamp((value - low) / span, 0, 1),
    // Rounding can carry the product past `high`.
    fromUnit: (unit) => clamp(low + unit * span, low, high),
  };
}

/** Uniform in the logarithm between two positive bounds, given as values. */
export function logScale(low: number, high: number): Scale {
  const start = log(low);
  const span = log(high) - start;
  return {
    low,
    high,
    toUnit: (value) => (value <= low ? 0 : clamp((log(value) - start) / span, 0, 1)),
    // exp(log(0.1)) > 0.1 in floating point.
    fromUnit: (unit) => clamp(exp(start + unit * span), low, high),
  };
}

/** Normal: a value's coordinate is the mass below it. */
export function normalScale(mu: number, sigma: number): Scale {
  return {
    low: -Infinity,
    high: Infinity,
    toUnit: (value) => normalCdf((value - mu) / sigma),
    fromUnit: (unit) => mu + sigma * normalQuantile(clamp(unit, SMALLEST, LARGEST)),
  };
}

/** Normal in the logarithm. */
export function logNormalScale(mu: number, sigma: number): Scale {
  const inner = normalScale(mu, sigma);
  return {
    low: 0,
    high: Infinity,
    toUnit: (value) => (value <= 0 ? 0 : inner.toUnit(log(value))),
    fromUnit: (unit) => Math.min(Number.MAX_VALUE, exp(inner.fromUnit(unit))),
  };
}
