import { type JsonObject, SweepError } from "../../base/index.js";
import { issuesMessage } from "../spaces/issues.js";
import type { Values } from "../spaces/nodes.js";
import type { Space } from "../spaces/space.js";
import type { RestoredTrial } from "./records.js";
import { STATUS_FAIL, STATUS_OK } from "./status.js";
import { readTrials, type StoredTrials, writeTrials } from "./trials-json.js";

/** A trial that has ended, as `Trials` keeps it. */
export interface SettledTrial {
  /** From 0. */
  readonly number: number;
  /** As the objective saw it. */
  readonly params: JsonObject;
  readonly values: Values;
  /** `null` when the trial failed; may be NaN or infinite. */
  readonly loss: number | null;
  /** What the objective returned besides `loss` and `status`. */
  readonly result: JsonObject;
}

/** hyperopt's document of a trial. */
export interface TrialDocument {
  readonly tid: number;
  readonly result: TrialDocumentResult;
  readonly misc: TrialMisc;
  /** As the objective saw it; not in hyperopt. */
  readonly params: JsonObject;
}

export type TrialDocumentResult =
  | { readonly status: typeof STATUS_OK; readonly loss: number; readonly [key: string]: unknown }
  | { readonly status: typeof STATUS_FAIL; readonly [key: string]: unknown };

/** Every label to the drawn value and to the trial's number; to nothing when the parameter was inactive. */
export interface TrialMisc {
  readonly tid: number;
  readonly vals: Readonly<Record<string, readonly number[]>>;
  readonly idxs: Readonly<Record<string, readonly number[]>>;
}

/**
 * The results of a search, as hyperopt shows them. A search fills it, goes on from what is in it when it is passed again,
 * and saves it: `JSON.stringify(trials)`, `Trials.fromJSON(JSON.parse(text))`. Unlike in hyperopt, trials that threw are
 * in it, as failed ones.
 */
export class Trials {
  /** In the order told. */
  readonly #settled: SettledTrial[] = [];
  #labels: readonly string[] | null = null;
  /** Documents in number order; made when asked for, dropped when a trial comes in. */
  #documents: readonly TrialDocument[] | null = null;
  #best: SettledTrial | null = null;

  /** @throws SweepError `bad-argument` when it is not what `toJSON` gave */
  static fromJSON(raw: unknown): Trials {
    const { labels, trials } = readTrials(raw);
    const restored = new Trials();
    restored.#labels = labels;
    for (const trial of trials) restored.record(trial);
    return restored;
  }

  /** A JSON value that holds everything; losses that are not finite become strings. */
  toJSON(): StoredTrials {
    return writeTrials({ labels: this.#labels, trials: this.#settled });
  }

  /**
   * For the code that runs a search: binds these trials to its space, and answers what `Study.restore` takes.
   *
   * @throws SweepError `bad-space` when they come from another space; they are left as they were
   */
  open(space: Space<unknown>): readonly RestoredTrial[] {
    const foreign =
      this.#labels !== null && [...this.#labels].sort().join("\n") !== [...space.labels].sort().join("\n");
    if (foreign) {
      const [own, asked] = [this.#labels ?? [], space.labels].map((labels) => labels.join(", "));
      throw new SweepError("bad-space", `these trials are of another space: they have ${own}; the space has ${asked}`);
    }
    for (const { number, values } of this.#settled) {
      const issues = space.validate(values);
      if (issues.length > 0) throw new SweepError("bad-space", issuesMessage(`trial ${number}`, issues), { issues });
    }
    this.#labels = space.labels;
    return this.#settled.map(({ number, params, values, loss }, index) => {
      return { number, params, values, loss, failed: loss === null, told: index + 1 };
    });
  }

  /** For the code that runs a search: adds a trial that has ended. Trials come in the order they were told to the study. */
  record(trial: SettledTrial): void {
    this.#settled.push(trial);
    this.#documents = null;
    const { loss, number } = trial;
    if (loss === null || !Number.isFinite(loss)) return;
    const best = this.#best;
    if (best?.loss == null || loss < best.loss || (loss === best.loss && number < best.number)) this.#best = trial;
  }

  /** Trials in the order they ended. */
  get settled(): readonly SettledTrial[] {
    return this.#settled;
  }

  get length(): number {
    return this.#settled.length;
  }

  /** Documents in number order, as is everything below. */
  get trials(): readonly TrialDocument[] {
    const labels = this.#labels ?? [];
    this.#documents ??= [...this.#settled]
      .sort((a, b) => a.number - b.number)
      .map((trial) => documentOf(trial, labels));
    return this.#documents;
  }

  get tids(): readonly number[] {
    return this.trials.map((trial) => trial.tid);
  }

  get results(): readonly TrialDocumentResult[] {
    return this.trials.map((trial) => trial.result);
  }

  get miscs(): readonly TrialMisc[] {
    return this.trials.map((trial) => trial.misc);
  }

  /** `null` for failed trials. */
  losses(): readonly (number | null)[] {
    return this.results.map((result) => (result.status === STATUS_OK ? (result.loss as number) : null));
  }

  statuses(): readonly (typeof STATUS_OK | typeof STATUS_FAIL)[] {
    return this.results.map((result) => result.status);
  }

  /** Label to drawn values of the trials where it was active: shorter than the trials for a conditional parameter. */
  get vals(): Readonly<Record<string, readonly number[]>> {
    return this.#byLabel((misc) => misc.vals);
  }

  /** Label to the numbers of the trials where it was active. */
  get idxs(): Readonly<Record<string, readonly number[]>> {
    return this.#byLabel((misc) => misc.idxs);
  }

  /** @throws SweepError `no-best-trial` when no trial has a finite loss; so do `argmin` and `best` */
  get bestTrial(): TrialDocument {
    return documentOf(this.#requireBest(), this.#labels ?? []);
  }

  /** The best trial's drawn values: label to number, a choice's option number, inactive parameters absent. */
  get argmin(): Values {
    return this.#requireBest().values;
  }

  /** The best trial's params, as the objective saw them. */
  get best(): JsonObject {
    return this.#requireBest().params;
  }

  #requireBest(): SettledTrial {
    if (this.#best !== null) return this.#best;
    throw new SweepError("no-best-trial", `none of ${this.length} trials has a finite loss`);
  }

  #byLabel(part: (misc: TrialMisc) => Readonly<Record<string, readonly number[]>>): Record<string, readonly number[]> {
    const parts = this.miscs.map(part);
    return Object.fromEntries((this.#labels ?? []).map((label) => [label, parts.flatMap((one) => one[label] ?? [])]));
  }
}

function documentOf({ number, params, values, loss, result }: SettledTrial, labels: readonly string[]): TrialDocument {
  const active = (content: (label: string) => number) =>
    Object.fromEntries(labels.map((label) => [label, values[label] === undefined ? [] : [content(label)]]));
  return {
    tid: number,
    result: loss === null ? { ...result, status: STATUS_FAIL } : { ...result, status: STATUS_OK, loss },
    misc: { tid: number, vals: active((label) => values[label] ?? Number.NaN), idxs: active(() => number) },
    params,
  };
}
