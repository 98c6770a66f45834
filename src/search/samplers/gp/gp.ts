import type { Values } from "../../spaces/nodes.js";
import { scrambledSobol } from "../../numerics/sobol.js";
import type { History, Observation, Sampler, SamplerContext } from "../sampler.js";
import { sampleUnseen } from "../unseen.js";
import { Encoding } from "./encoding.js";
import { FitMemory } from "./fit-memory.js";
import { Maximiser } from "./maximise.js";
import type { Observations } from "./observations.js";
import { Posterior } from "./posterior.js";
import { toTargets } from "./targets.js";

const STARTUP = 10;
const GOOD = 5;

export function gp(): Sampler {
  const memories = new WeakMap<History, FitMemory>();
  const memoryOf = (history: History): FitMemory => {
    const memory = memories.get(history) ?? new FitMemory();
    memories.set(history, memory);
    return memory;
  };
  return {
    name: "gp",
    learns: true,
    suggest: (context) => {
      const all = context.history.observations;
      const results = all.filter(({ state }) => state !== "pending");
      if (all.length < STARTUP || results.length < 3) return startPoint(context);
      return modelPoint(context, results, memoryOf(context.history));
    },
  };
}

const TRIES = 64;

/** An evenly spread point of the prior. */
function startPoint(context: SamplerContext): Values | null {
  const { space, history, seed } = context;
  const encoding = new Encoding(space);
  const size = encoding.axes.length;
  const sobol = scrambledSobol(size, seed);
  const cube = new Float64Array(size);
  const point = new Float64Array(size);
  for (let offset = 0; offset < TRIES; offset++) {
    sobol.point(history.observations.length + offset, cube);
    encoding.fillPrior(cube, point);
    const values = encoding.valuesOf(point);
    if (!space.isFinite || !history.has(values)) return values;
  }
  return sampleUnseen(context);
}

function modelPoint(context: SamplerContext, results: readonly Observation[], memory: FitMemory): Values | null {
  const { space, history, random } = context;
  const encoding = new Encoding(space);
  const losses = Float64Array.from(results, ({ loss }) => loss);
  const rows = results.map(({ values }) => encoding.rowOf(values));
  const { ordered } = encoding;
  const prefix = (count: number): Observations => ({ rows: rows.slice(0, count), targets: toTargets(losses.slice(0, count)), ordered });
  const hyperparameters = memory.hyperparameters(losses, prefix);
  const observations = withPending(prefix(results.length), history.observations, encoding);
  const posterior = new Posterior(observations, hyperparameters);
  const good = lowest(observations, results.length);
  for (const point of new Maximiser(encoding, posterior).find(good, random)) {
    const values = encoding.valuesOf(point);
    if (!space.isFinite || !history.has(values)) return values;
  }
  return sampleUnseen(context);
}

function withPending(observations: Observations, all: readonly Observation[], encoding: Encoding): Observations {
  const pending = all.filter(({ state }) => state === "pending").map(({ values }) => encoding.rowOf(values));
  if (pending.length === 0) return observations;
  const best = observations.targets.reduce((least, target) => Math.min(least, target), Infinity);
  const targets = new Float64Array(observations.rows.length + pending.length).fill(best);
  targets.set(observations.targets);
  return { ...observations, rows: [...observations.rows, ...pending], targets };
}

function lowest({ rows, targets }: Observations, count: number): Float64Array[] {
  const order = Array.from({ length: count }, (_, index) => index);
  order.sort((a, b) => (targets[a] as number) - (targets[b] as number));
  return order.slice(0, GOOD).map((index) => rows[index] as Float64Array);
}
