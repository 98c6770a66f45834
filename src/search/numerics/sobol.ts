import { SOBOL_DIRECTIONS } from "./sobol-directions.js";

const BITS = 32;
const DIMENSIONS = 256;

let directions: Uint32Array | null = null;

/** Direction numbers of all dimensions in the table, 32 each, highest bit first; made when first needed. */
function directionNumbers(): Uint32Array {
  if (directions !== null) return directions;
  const numbers = new Uint32Array(DIMENSIONS * BITS);
  for (let bit = 0; bit < BITS; bit++) numbers[bit] = 2 ** (BITS - 1 - bit);
  SOBOL_DIRECTIONS.split(",").forEach((entry, index) => {
    const [polynomial = 1, ...initial] = entry.trim().split(/\s+/).map(Number);
    fillDirections(numbers.subarray((index + 1) * BITS, (index + 2) * BITS), polynomial, initial);
  });
  directions = numbers;
  return numbers;
}

/** The recurrence of Bratley & Fox 1988, "Algorithm 659", section 2. */
function fillDirections(numbers: Uint32Array, polynomial: number, initial: readonly number[]): void {
  const degree = initial.length;
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      numbers[bit] = (initial[bit] as number) * 2 ** (BITS - 1 - bit);
      continue;
    }
    const oldest = numbers[bit - degree] as number;
    let number = oldest ^ (oldest >>> degree);
    for (let back = 1; back < degree; back++) {
      if ((polynomial >>> (degree - back)) & 1) number ^= numbers[bit - back] as number;
    }
    numbers[bit] = number >>> 0;
  }
}

function reverseBits(bits: number): number {
  let word = bits;
  word = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1);
  word = ((word >>> 2) & 0x33333333) | ((word & 0x33333333) << 2);
  word = ((word >>> 4) & 0x0f0f0f0f) | ((word & 0x0f0f0f0f) << 4);
  word = ((word >>> 8) & 0x00ff00ff) | ((word & 0x00ff00ff) << 8);
  return (word >>> 16) | (word << 16);
}

/** Owen's nested uniform scrambling as a hash: a bit changes depending on the seed and the bits above it only. */
function scramble(bits: number, seed: number): number {
  let word = reverseBits(bits) + seed;
  word ^= Math.imul(word, 0x6c50b47c);
  word ^= Math.imul(word, 0xb82f1e52);
  word ^= Math.imul(word, 0xc7afe638);
  word ^= Math.imul(word, 0x8d22f6e6);
  return reverseBits(word);
}

function hash(seed: number, key: number): number {
  let word = Math.imul(seed ^ Math.imul(key + 1, 0x9e3779b1), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 15), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

/** A sequence that fills the unit cube evenly; every power of two of its points is balanced in each dimension. */
export interface Sobol {
  /** Writes point `index` (an integer in [0, 2^32)) as coordinates in (0, 1). */
  point(index: number, into: Float64Array): void;
}

/**
 * Sobol points with Owen scrambling, so that any seed gives another, unbiased set of points. Beyond the 256 dimensions of
 * the table its points are used again in another order (padding, as in Burley's section 4).
 *
 * @param seed an integer; its lowest 32 bits count
 * @see B. Burley 2020, "Practical Hash-based Owen Scrambling", Journal of Computer Graphics Techniques 9(4)
 */
export function scrambledSobol(dimensions: number, seed: number): Sobol {
  const numbers = directionNumbers();
  const seeds = Int32Array.from({ length: dimensions }, (_, dimension) => hash(seed, dimension));
  const point = (index: number, into: Float64Array): void => {
    let shuffled = index;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const column = dimension % DIMENSIONS;
      if (column === 0) shuffled = dimension === 0 ? index : scramble(index, hash(seed, -dimension));
      let bits = 0;
      for (let rest = shuffled, at = column * BITS; rest !== 0; rest >>>= 1, at++) {
        if (rest & 1) bits ^= numbers[at] as number;
      }
      // Half a unit of the last place: never exactly 0 or 1.
      into[dimension] = ((scramble(bits, seeds[dimension] as number) >>> 0) + 0.5) / 2 ** BITS;
    }
  };
  return { point };
}
