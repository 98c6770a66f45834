import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/index.js";

const draws = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

/** Pearson's statistic of counts that should all be alike. */
function chiSquare(counts: Float64Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("createRandom", () => {
  it("gives these numbers for seed 42 on every platform", () => {
    expect(draws(42, 3)).toEqual([0.039509168677279494, 0.37112418638775946, 0.42040093107452703]);
  });

  it("stays in [0, 1)", () => {
    for (const value of draws(7, 10_000)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
    }
  });

  it("gives unlike streams for neighbouring seeds", () => {
    const firsts = new Set(Array.from({ length: 1000 }, (_, seed) => createRandom(seed).next()));
    expect(firsts.size).toBe(1000);
  });

  it("counts only the lowest 32 bits of a seed", () => {
    expect(draws(2 ** 32 + 5, 4)).toEqual(draws(5, 4));
  });

  it("draws every integer below the count, and no other", () => {
    const random = createRandom(3);
    const seen = new Set(Array.from({ length: 500 }, () => random.int(7)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe("fork", () => {
  it("gives the same stream whatever was drawn before", () => {
    const random = createRandom(11);
    const before = random.fork(5).next();
    random.next();
    expect(random.fork(5).next()).toBe(before);
  });

  it("never gives two keys of one seed the same stream", () => {
    const random = createRandom(1);
    const firsts = new Set(Array.from({ length: 20_000 }, (_, key) => random.fork(key).next()));
    expect(firsts.size).toBe(20_000);
  });

  // Draw k of trial n comes from fork(n): neighbouring forks must be as independent as one stream's numbers are.
  it("spreads the first draws of many forks evenly, one by one and in pairs", () => {
    const single = new Float64Array(64);
    const pairs = new Float64Array(256);
    const random = createRandom(42);
    for (let key = 0; key < 50_000; key++) {
      const stream = random.fork(key);
      const first = stream.next();
      const second = stream.next();
      const cell = Math.floor(first * 16) * 16 + Math.floor(second * 16);
      single[Math.floor(first * 64)] = (single[Math.floor(first * 64)] ?? 0) + 1;
      pairs[cell] = (pairs[cell] ?? 0) + 1;
    }
    // 99.9 % points of chi-square with 63 and 255 degrees of freedom.
    expect(chiSquare(single)).toBeLessThan(103.4);
    expect(chiSquare(pairs)).toBeLessThan(330.5);
  });
});
