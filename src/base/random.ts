import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded stream of random numbers. The same seed gives the same stream on every platform. */
export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  next(): number;
  /** Uniform integer in [0, count); `count` is a positive integer below 2^32. */
  int(count: number): number;
  /** An independent stream named by `key`; the same stream whatever has been drawn from this one. */
  fork(key: number): Random;
}

/** Mixes two 32-bit integers into one (the finaliser of MurmurHash3, Appleby 2011), so that near seeds give far streams. */
function mix(seed: number, key: number): number {
  let hash = (seed ^ Math.imul(key, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @param seed any integer; only its lowest 32 bits count */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(mix(seed | 0, 0x5bd1e995) | 0);
  const bits = () => generator.next() >>> 0;
  return {
    next: () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992,
    int: (count) => Math.floor((bits() / 4294967296) * count),
    fork: (key) => createRandom(mix(seed | 0, key + 1)),
  };
}
