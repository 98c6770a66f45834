import { createRandom, type Random } from "../../src/base/index.js";
import { compileSpace, hp, type SpaceDefinition } from "../../src/search/index.js";
import { normalQuantile } from "../../src/search/numerics/normal-quantile.js";
import type { ProblemFamily } from "./problems.js";

// Problems of our own making to choose settings on, so that the standard ones can judge them. Each seed gets another
// instance: shifted, rotated, rescaled, or with other random tables.

type Vector = readonly number[];
type Landscape = (x: Vector) => number;

const normal = (random: Random): number => normalQuantile(random.next() || 0.5);
const range = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => make(index));
const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0);
const dotOf = (a: Vector, b: Vector): number => a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0);
const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** Rows of a random orthonormal matrix (Gram-Schmidt). */
function rotation(size: number, random: Random): Vector[] {
  const rows: number[][] = [];
  for (let row = 0; row < size; row++) {
    let vector = range(size, () => normal(random));
    for (const other of rows) {
      const overlap = dotOf(vector, other);
      vector = vector.map((value, index) => value - overlap * (other[index] ?? 0));
    }
    const length = Math.sqrt(dotOf(vector, vector));
    rows.push(vector.map((value) => value / length));
  }
  return rows;
}

/** A landscape over the unit cube, made for a random instance. */
function cube(name: string, size: number, make: (random: Random) => Landscape, noise = 0): ProblemFamily {
  const entries = range(size, (axis) => [`x${axis}`, hp.uniform(0, 1)] as const);
  const space = compileSpace(Object.fromEntries(entries) as SpaceDefinition);
  return {
    name,
    instance: (seed) => {
      const landscape = make(createRandom(seed).fork(size));
      return { name, noise, space, evaluate: (params) => landscape(Object.values(params) as number[]) };
    },
  };
}

/** Puts a landscape around the origin somewhere into the cube: `scale` is half its width there. */
function placed(
  random: Random,
  size: number,
  options: { scale: number; rotated: boolean; landscape: Landscape },
): Landscape {
  const centre = range(size, () => between(random, 0.15, 0.85));
  const rows = rotation(size, random);
  return (x) => {
    const moved = x.map((value, axis) => 2 * options.scale * (value - (centre[axis] ?? 0)));
    return options.landscape(options.rotated ? rows.map((row) => dotOf(row, moved)) : moved);
  };
}

const ellipsoid: Landscape = (x) => sum(x.map((value, axis) => 1000 ** (axis / (x.length - 1)) * value * value));
const rosenbrock: Landscape = (x) =>
  sum(x.slice(1).map((value, axis) => 100 * (value + 1 - ((x[axis] ?? 0) + 1) ** 2) ** 2 + (x[axis] ?? 0) ** 2));
const ackley: Landscape = (x) =>
  20 +
  Math.E -
  20 * Math.exp(-0.2 * Math.sqrt(dotOf(x, x) / x.length)) -
  Math.exp(sum(x.map((v) => Math.cos(2 * Math.PI * v))) / x.length);
const rastrigin: Landscape = (x) => sum(x.map((v) => v * v + 10 - 10 * Math.cos(2 * Math.PI * v)));
const griewank: Landscape = (x) =>
  1 + dotOf(x, x) / 4000 - x.reduce((p, v, axis) => p * Math.cos(v / Math.sqrt(axis + 1)), 1);

/** Gaussian basins of different depth, width and place: the deepest is rarely the widest. */
function basins(size: number, count: number, random: Random): Landscape {
  const all = range(count, () => ({
    centre: range(size, () => random.next()),
    depth: between(random, 0.4, 1),
    widths: range(size, () => between(random, 0.15, 0.5)),
  }));
  return (x) =>
    -sum(
      all.map(({ centre, depth, widths }) => {
        const away = sum(x.map((value, axis) => ((value - (centre[axis] ?? 0)) / (widths[axis] ?? 1)) ** 2));
        return depth * Math.exp(-away);
      }),
    );
}

/** A quartic with two wells per axis, weights and tilts at random. */
function wells(size: number, random: Random): Landscape {
  const axes = range(size, () => ({
    weight: between(random, 0.3, 3),
    tilt: between(random, -0.4, 0.4),
    shift: between(random, -0.1, 0.1),
  }));
  return (x) =>
    sum(
      axes.map(({ weight, tilt, shift }, axis) => {
        const v = 3 * ((x[axis] ?? 0) - 0.5 + shift);
        return weight * (v ** 4 - 1.6 * v * v + tilt * v);
      }),
    );
}

/** A smooth random function: a sum of cosines, as a draw of a Gaussian process with lengthscales that differ by axis. */
function waves(size: number, random: Random): Landscape {
  const scales = range(size, () => Math.exp(between(random, -1.5, 0.5)));
  const all = range(60, () => ({
    direction: scales.map((scale) => normal(random) / scale),
    phase: between(random, 0, 2 * Math.PI),
    height: normal(random),
  }));
  return (x) => sum(all.map(({ direction, phase, height }) => height * Math.cos(dotOf(direction, x) + phase))) / 8;
}

/** A valley along a rotated direction, on a logarithmic scale of losses, as learning rate and regularisation have. */
function valley(size: number, random: Random): Landscape {
  const rows = rotation(size, random);
  const centre = range(size, () => between(random, 0.25, 0.75));
  return (x) => {
    const moved = x.map((value, axis) => value - (centre[axis] ?? 0));
    return Math.log(1e-3 + sum(rows.map((row, index) => 100 ** (index / (size - 1)) * dotOf(row, moved) ** 2)));
  };
}

function categorical(size: number, options: number, noise = 0): ProblemFamily {
  const name = `categories${size}x${options}${noise > 0 ? "-noisy" : ""}`;
  const entries = range(size, (axis) => [`c${axis}`, hp.choice(range(options, (option) => option))] as const);
  const space = compileSpace(Object.fromEntries(entries) as SpaceDefinition);
  return {
    name,
    instance: (seed) => {
      const random = createRandom(seed).fork(size * options);
      const own = range(size, () => range(options, () => random.next()));
      const pairs = range(size, () => range(options, () => range(options, () => random.next())));
      const evaluate = (params: object): number => {
        const c = Object.values(params) as number[];
        const alone = sum(own.map((table, axis) => table[c[axis] ?? 0] ?? 0));
        const together = sum(pairs.map((table, axis) => table[c[axis] ?? 0]?.[c[(axis + 1) % size] ?? 0] ?? 0));
        return alone + 0.7 * together;
      };
      return { name, noise, space, evaluate };
    },
  };
}

const mixedSpace = compileSpace({
  lr: hp.log(1e-5, 1),
  decay: hp.log(1e-7, 1e-1),
  width: hp.qlog(16, 1024, 16),
  depth: hp.uniformint(1, 8),
  dropout: hp.uniform(0, 0.7),
  optimiser: hp.choice(["sgd", "adam", "lion"]),
  activation: hp.choice(["relu", "gelu", "tanh", "silu"]),
  batch: hp.choice([16, 32, 64, 128, 256]),
});

interface Mixed {
  lr: number;
  decay: number;
  width: number;
  depth: number;
  dropout: number;
  optimiser: string;
  activation: string;
  batch: number;
}

/** A made-up network: the best learning rate depends on optimiser, batch and depth; too large ones diverge. */
function network(noise: number): ProblemFamily {
  const name = noise > 0 ? "network-noisy" : "network";
  return {
    name,
    instance: (seed) => {
      const random = createRandom(seed).fork(8);
      const best = {
        lr: between(random, -3.5, -2),
        decay: between(random, -5, -3),
        width: between(random, 6, 9),
        depth: between(random, 2, 7),
        dropout: between(random, 0.05, 0.5),
      };
      const offsets: Record<string, number> = {
        sgd: between(random, 0.5, 1.5),
        adam: 0,
        lion: -between(random, 0.3, 1),
      };
      const levels: Record<string, number> = Object.fromEntries(
        ["sgd", "adam", "lion", "relu", "gelu", "tanh", "silu"].map((key) => [key, 0.05 * random.next()]),
      );
      const evaluate = (params: object): number => {
        const p = params as Mixed;
        const target = best.lr + (offsets[p.optimiser] ?? 0) + 0.3 * (Math.log2(p.batch) - 6) - 0.1 * p.depth;
        const away = Math.log10(p.lr) - target;
        if (away > 1.2) return 2.3;
        return (
          0.1 +
          0.4 * (1 - Math.exp(-0.6 * away * away)) +
          0.02 * (Math.log10(p.decay) - best.decay) ** 2 +
          0.03 * Math.abs(Math.log2(p.width) - best.width) +
          0.01 * (p.depth - best.depth) ** 2 +
          0.4 * (p.dropout - best.dropout) ** 2 +
          (levels[p.optimiser] ?? 0) +
          (levels[p.activation] ?? 0)
        );
      };
      return { name, noise, space: mixedSpace, evaluate };
    },
  };
}

const treeSpace = compileSpace({
  scale: hp.uniform(0, 1),
  model: hp.choice([
    {
      kind: "a" as const,
      rate: hp.log(1e-4, 1),
      size: hp.uniformint(1, 40),
      kernel: hp.choice([{ type: "flat" as const }, { type: "bell" as const, gamma: hp.log(1e-4, 10) }]),
    },
    { kind: "b" as const, trees: hp.qlog(10, 500, 10), leaf: hp.uniformint(1, 20), share: hp.uniform(0.1, 1) },
    { kind: "c" as const, penalty: hp.lognormal(0, 1.5), mix: hp.uniform(0, 1) },
  ]),
});

interface Tree {
  scale: number;
  model: Record<string, unknown> & { kind: string };
}

/** Three model families with parameters of their own, one of them nested; which is best differs by instance. */
const conditional: ProblemFamily = {
  name: "conditional",
  instance: (seed) => {
    const random = createRandom(seed).fork(3);
    const floors: Record<string, number> = {
      a: 0.15 * random.next(),
      b: 0.15 * random.next(),
      c: 0.15 * random.next(),
      flat: 0.05 * random.next(),
      bell: 0.05 * random.next(),
    };
    const at = range(8, () => random.next());
    const place = (value: unknown, low: number, high: number): number =>
      (Math.log(value as number) - Math.log(low)) / Math.log(high / low);
    const evaluate = (params: object): number => {
      const { scale, model } = params as Tree;
      const base = (floors[model.kind] ?? 0) + 0.1 * (scale - (at[0] ?? 0)) ** 2;
      if (model.kind === "a") {
        const kernel = model.kernel as { type: string; gamma?: number };
        const inner = kernel.gamma === undefined ? 0 : 0.4 * (place(kernel.gamma, 1e-4, 10) - (at[3] ?? 0)) ** 2;
        return (
          base +
          0.5 * (place(model.rate, 1e-4, 1) - (at[1] ?? 0)) ** 2 +
          0.1 * Math.abs((model.size as number) / 40 - (at[2] ?? 0)) +
          (floors[kernel.type] ?? 0) +
          inner
        );
      }
      if (model.kind === "b") {
        return (
          base +
          0.2 * (place(model.trees, 10, 500) - (at[4] ?? 0)) ** 2 +
          0.2 * ((model.leaf as number) / 20 - (at[5] ?? 0)) ** 2 +
          0.3 * ((model.share as number) - (at[6] ?? 0)) ** 2
        );
      }
      return (
        base +
        0.05 * (Math.log(model.penalty as number) - 3 * (at[7] ?? 0)) ** 2 +
        0.2 * ((model.mix as number) - (at[1] ?? 0)) ** 2
      );
    };
    return { name: "conditional", noise: 0, space: treeSpace, evaluate };
  },
};

const integerSpace = compileSpace({
  a: hp.uniformint(1, 64),
  b: hp.quniform(0, 1, 0.05),
  c: hp.randint(10),
  d: hp.qloguniform(0, 7, 1),
  e: hp.uniformint(-5, 5),
});
const integers: ProblemFamily = {
  name: "integers",
  instance: (seed) => {
    const random = createRandom(seed).fork(5);
    const at = range(5, () => random.next());
    const evaluate = (params: object): number => {
      const p = params as { a: number; b: number; c: number; d: number; e: number };
      const gaps = [p.a / 64, p.b, p.c / 9, Math.log(p.d) / 7, (p.e + 5) / 10].map(
        (value, axis) => value - (at[axis] ?? 0),
      );
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = gaps;
      return (
        3 * a * a + Math.abs(b) + 2 * (c + 0.5 * a) ** 2 + 1.5 * d * d + (p.a % 8 === 0 ? 0 : 0.05) + Math.abs(e + d)
      );
    };
    return { name: "integers", noise: 0, space: integerSpace, evaluate };
  },
};

const normalSpace = compileSpace({
  a: hp.normal(0, 3),
  b: hp.lognormal(0, 1),
  c: hp.qnormal(10, 5, 1),
  d: hp.uniform(-1, 1),
});
const normals: ProblemFamily = {
  name: "normals",
  instance: (seed) => {
    const random = createRandom(seed).fork(4);
    const [a, b, c] = [3 * normal(random), normal(random), 10 + 5 * normal(random)];
    const evaluate = (params: object): number => {
      const p = params as { a: number; b: number; c: number; d: number };
      return (p.a - a) ** 2 / 9 + (Math.log(p.b) - b) ** 2 + Math.abs(p.c - c) / 5 + (p.d + 0.2 * p.a) ** 2;
    };
    return { name: "normals", noise: 0, space: normalSpace, evaluate };
  },
};

export const ownProblems: readonly ProblemFamily[] = [
  cube("ellipsoid5", 5, (random) => placed(random, 5, { scale: 2, rotated: true, landscape: ellipsoid })),
  cube("rosenbrock3", 3, (random) => placed(random, 3, { scale: 2.5, rotated: false, landscape: rosenbrock })),
  cube("ackley4", 4, (random) => placed(random, 4, { scale: 10, rotated: true, landscape: ackley })),
  cube("rastrigin3", 3, (random) => placed(random, 3, { scale: 2.5, rotated: false, landscape: rastrigin })),
  cube("griewank4", 4, (random) => placed(random, 4, { scale: 8, rotated: true, landscape: griewank })),
  cube("basins4", 4, (random) => basins(4, 8, random)),
  cube("basins6", 6, (random) => basins(6, 6, random)),
  cube("wells6", 6, (random) => wells(6, random)),
  cube("waves2", 2, (random) => waves(2, random)),
  cube("waves4", 4, (random) => waves(4, random)),
  cube("valley4", 4, (random) => valley(4, random)),
  cube(
    "noisy-sphere5",
    5,
    (random) => placed(random, 5, { scale: 1, rotated: true, landscape: (x) => dotOf(x, x) }),
    0.2,
  ),
  cube("noisy-waves3", 3, (random) => waves(3, random), 0.2),
  cube("hidden10", 10, (random) => {
    const rows = rotation(10, random);
    const seen = basins(2, 4, random);
    return (x) =>
      seen(
        rows.slice(0, 2).map(
          (row) =>
            0.5 +
            dotOf(
              row,
              x.map((value) => value - 0.5),
            ),
        ),
      );
  }),
  cube("plateaus4", 4, (random) =>
    placed(random, 4, {
      scale: 4,
      rotated: false,
      landscape: (x) => sum(x.map((v) => Math.floor(Math.abs(v) * 2))) + 0.1 * dotOf(x, x),
    }),
  ),
  categorical(6, 4),
  categorical(10, 3, 0.3),
  network(0),
  network(0.02),
  conditional,
  integers,
  normals,
];
