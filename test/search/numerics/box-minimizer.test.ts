import { describe, expect, it } from "vitest";
import { BoxMinimizer, type Objective } from "../../../src/search/numerics/box-minimizer.js";

/** Rosenbrock's valley, whose minimum is at (1, 1). */
const rosenbrock: Objective = {
  evaluate: (point, gradient) => {
    const [x = 0, y = 0] = point;
    gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
    gradient[1] = 200 * (y - x * x);
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  },
};

const options = (lower: number[], upper: number[], iterations = 200) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
  iterations,
  tolerance: 0,
});

describe("BoxMinimizer", () => {
  it("follows a curved valley to its minimum", () => {
    const x = Float64Array.of(-1.2, 1);
    const value = new BoxMinimizer(2).minimize(rosenbrock, x, options([-5, -5], [5, 5]));
    expect(value).toBeLessThan(1e-10);
    expect(x[0]).toBeCloseTo(1, 4);
    expect(x[1]).toBeCloseTo(1, 4);
  });

  it("stops at the bound that keeps it from the minimum", () => {
    const x = Float64Array.of(-1.2, 1);
    const value = new BoxMinimizer(2).minimize(rosenbrock, x, options([-5, -5], [0.5, 5]));
    expect(x[0]).toBe(0.5);
    expect(x[1]).toBeCloseTo(0.25, 6);
    expect(value).toBeCloseTo(0.25, 8);
  });

  it("leaves a coordinate alone whose bounds are equal", () => {
    const x = Float64Array.of(0.3, 2);
    new BoxMinimizer(2).minimize(rosenbrock, x, options([0.3, -5], [0.3, 5]));
    expect(x[0]).toBe(0.3);
    expect(x[1]).toBeCloseTo(0.09, 8);
  });

  it("never goes where the value is not finite, and ends where there is no way down", () => {
    const cliff: Objective = {
      evaluate: ([x = 0], gradient) => {
        gradient[0] = 1;
        return x < 0.2 ? Number.NaN : x;
      },
    };
    const x = Float64Array.of(0.9);
    const value = new BoxMinimizer(1).minimize(cliff, x, options([0], [1], 20));
    expect(value).toBe(x[0]);
    expect(value).toBeGreaterThanOrEqual(0.2);
    expect(value).toBeLessThan(0.9);
  });

  it("forgets the last problem before the next", () => {
    const minimizer = new BoxMinimizer(2);
    minimizer.minimize(rosenbrock, Float64Array.of(3, 3), options([-5, -5], [5, 5]));
    const again = Float64Array.of(-1.2, 1);
    minimizer.minimize(rosenbrock, again, options([-5, -5], [5, 5], 7));
    const fresh = Float64Array.of(-1.2, 1);
    new BoxMinimizer(2).minimize(rosenbrock, fresh, options([-5, -5], [5, 5], 7));
    expect(again).toEqual(fresh);
  });
});
