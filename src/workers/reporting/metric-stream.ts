import { flattenParams, type JsonObject } from "../../base/index.js";
import type { AttemptReporter } from "../executor.js";
import type { Objective } from "../protocol/protocol.js";
import type { FoundMetrics } from "./json-metrics.js";
import { nameMatcher } from "./name-globs.js";

/** Where metrics come from, the least trusted first: the same name from a later one replaces what earlier ones said. */
const SOURCES = ["stdout", "file"] as const;

export type MetricSource = (typeof SOURCES)[number];

/** Distinct names kept of one attempt; a command that prints more is printing something else. */
const MOST_NAMES = 10_000;

/** What is known of one name so far. */
interface Curve {
  readonly rank: number;
  /** One after the highest step so far: the step of a value that is printed without one. */
  nextStep: number;
  last: number;
  /** Extremes of the values that are numbers; NaN until there is one. */
  lowest: number;
  highest: number;
}

export interface MetricStreamOptions {
  readonly objective: Objective;
  /** Names or globs to record besides the objective; `null`: all. */
  readonly capture: readonly string[] | null;
  /** What the attempt was given. A command that prints it says nothing about how it went. */
  readonly params: JsonObject;
  readonly reporter: Pick<AttemptReporter, "metric" | "retract">;
}

/**
 * Merges what an attempt's sources say into one stream of points, and knows the objective's value. A point without a
 * step gets the one after the highest of its name so far, so that the last value printed is also the newest stored.
 */
export class MetricStream {
  readonly #options: MetricStreamOptions;
  readonly #isCaptured: (name: string) => boolean;
  readonly #paramNames: ReadonlySet<string>;
  readonly #curves = new Map<string, Curve>();

  constructor(options: MetricStreamOptions) {
    this.#options = options;
    this.#isCaptured = nameMatcher(options.capture);
    this.#paramNames = namesIn(options.params);
  }

  take(source: MetricSource, found: FoundMetrics): void {
    const timestampMs = Date.now();
    for (const [key, value] of found.values) {
      if (source === "stdout" && this.#isParam(key)) continue;
      const curve = this.#curveFor(key, SOURCES.indexOf(source));
      if (curve === null) continue;
      const step = found.step ?? curve.nextStep;
      addValue(curve, value);
      curve.nextStep = Math.max(curve.nextStep, step + 1);
      if (this.#isRecorded(key)) this.#options.reporter.metric({ key, value, step, timestampMs });
    }
  }

  /** The number that decides the trial; NaN is one. `null`: the objective has not been seen. */
  get objectiveValue(): number | null {
    const { name, take } = this.#options.objective;
    const curve = this.#curves.get(name);
    if (curve === undefined) return null;
    if (take === "last") return curve.last;
    return take === "min" ? curve.lowest : curve.highest;
  }

  /** Last value of every name seen, recorded or not. */
  get seen(): Record<string, number> {
    return Object.fromEntries([...this.#curves].map(([key, curve]) => [key, curve.last]));
  }

  /** `null`: a more trusted source reports this name, or there are too many names. */
  #curveFor(key: string, rank: number): Curve | null {
    const known = this.#curves.get(key);
    if (known?.rank === rank) return known;
    if (known !== undefined && known.rank > rank) return null;
    if (known === undefined && this.#curves.size >= MOST_NAMES && key !== this.#options.objective.name) return null;
    if (known !== undefined && this.#isRecorded(key)) this.#options.reporter.retract(key);
    const curve = { rank, nextStep: 0, last: Number.NaN, lowest: Number.NaN, highest: Number.NaN };
    this.#curves.set(key, curve);
    return curve;
  }

  #isParam(key: string): boolean {
    return this.#paramNames.has(key) && key !== this.#options.objective.name;
  }

  #isRecorded(key: string): boolean {
    return key === this.#options.objective.name || this.#isCaptured(key);
  }
}

/** Params are printed by their dotted names or, as a part of a printed object, by the last part of one. */
function namesIn(params: JsonObject): ReadonlySet<string> {
  const names = Object.keys(flattenParams(params));
  return new Set(names.flatMap((name) => [name, name.slice(name.lastIndexOf(".") + 1)]));
}

function addValue(curve: Curve, value: number): void {
  curve.last = value;
  // Written so that NaN as the extreme so far gives way to any number, and NaN as the value never does.
  if (!(curve.lowest <= value) && !Number.isNaN(value)) curve.lowest = value;
  if (!(curve.highest >= value) && !Number.isNaN(value)) curve.highest = value;
}
