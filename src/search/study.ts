import { createRandom, SweepError } from "../base/index.js";
import type { Sampler } from "./samplers/sampler.js";
import { tpe } from "./samplers/tpe/tpe.js";
import { compileSpace } from "./spaces/compile.js";
import type { SpaceDefinition } from "./spaces/definition.js";
import { issuesMessage } from "./spaces/issues.js";
import type { Values } from "./spaces/nodes.js";
import type { ParamsOf } from "./spaces/params-of.js";
import type { Space } from "./spaces/space.js";
import { TrialHistory } from "./trials/history.js";
import type { BestRecord, RestoredTrial, StudyRecord, StudyTrial } from "./trials/records.js";
import { checkLoss, readResult, type TrialResult } from "./trials/result.js";

export interface StudyOptions<S> {
  readonly space: S;
  /** Default: `tpe()`. */
  readonly algo?: Sampler | undefined;
  /** Integer; only its lowest 32 bits count. The same seed and the same results give the same suggestions. Default 0. */
  readonly seed?: number | undefined;
}

interface Entry<P> {
  record: StudyRecord<P>;
  /** Place in the history; -1 for a trial given up without a result. */
  readonly position: number;
  /** What `ask` handed out; `null` for added and restored trials. */
  readonly asked: StudyTrial<P> | null;
}

/**
 * A search as ask and tell, without any input or output. A suggestion depends on the space, the seed, the trial's number,
 * the results told so far and the open trials, and on nothing else.
 */
export class Study<const S extends SpaceDefinition | Space<unknown> = Space, P = ParamsOf<S>> {
  readonly space: Space<P>;
  readonly algo: Sampler;
  readonly seed: number;
  readonly #history: TrialHistory;
  readonly #entries = new Map<number, Entry<P>>();
  readonly #queue: { readonly params: P; readonly values: Values }[] = [];
  #nextNumber = 0;
  #told = 0;
  #best: BestRecord<P> | null = null;

  /** @throws SweepError `bad-space`, or `bad-argument` for a seed that is no integer */
  constructor(options: StudyOptions<S>) {
    const { algo = tpe(), seed = 0 } = options;
    if (!Number.isInteger(seed)) throw new SweepError("bad-argument", `seed must be an integer, got ${String(seed)}`);
    this.space = compileSpace(options.space) as unknown as Space<P>;
    this.algo = algo;
    this.seed = seed;
    this.#history = new TrialHistory(this.space);
  }

  /** The next point to try: an enqueued one if there is any, else the sampler's. `null`: a finite space is used up. */
  ask(): StudyTrial<P> | null {
    const number = this.#nextNumber;
    const point = this.#queue.shift() ?? this.#suggest(number);
    if (point === null) return null;
    const trial: StudyTrial<P> = { number, params: point.params, values: point.values, watermark: this.#told };
    this.#insert(
      { number, params: point.params, values: point.values, state: "pending", loss: null, told: null },
      trial,
    );
    return trial;
  }

  /**
   * Records how a trial ended.
   *
   * @param trial what `ask` returned, or its number
   * @throws SweepError `not-found` for a trial of another study, `conflict` for one that has ended, `bad-argument` for a
   *   result that is none; nothing is recorded then
   */
  tell(trial: StudyTrial<P> | number, result: TrialResult): void {
    const entry = this.#openEntry(trial);
    const loss = readResult(result, entry.record.number);
    this.#settle(entry, loss);
  }

  /**
   * Records a trial that was made elsewhere, and answers its number.
   *
   * @param trial.params as the objective sees them; constants may be left out
   * @throws SweepError `bad-space` naming what does not fit the space, `bad-argument` for a loss that is no number
   */
  add(trial: { readonly params: P; readonly loss: number }): number {
    const loss = checkLoss(trial.loss, "add");
    const values = this.space.valuesOf(trial.params);
    const number = this.#nextNumber;
    const params = this.space.paramsOf(values);
    this.#settle(this.#insert({ number, params, values, state: "pending", loss: null, told: null }, null), loss);
    return number;
  }

  /**
   * Has `ask` propose this point before anything else; several are proposed in the order given.
   *
   * @throws SweepError `bad-space` naming what does not fit the space
   */
  enqueue(params: P): void {
    const values = this.space.valuesOf(params);
    this.#queue.push({ params: this.space.paramsOf(values), values });
  }

  /** The complete trial with the lowest finite loss, the first of equals; `null` while there is none. */
  get best(): BestRecord<P> | null {
    return this.#best;
  }

  /** All trials in number order. Made anew at each call, in O(trials). */
  get trials(): readonly StudyRecord<P>[] {
    return Array.from(this.#entries.values(), (entry) => entry.record);
  }

  /**
   * Puts a fresh study where an earlier run of the same search was: its next suggestion is the one that would have come.
   * Points that were enqueued and not yet asked for are not part of it.
   *
   * @throws SweepError `conflict` when the study has trials already, `bad-space` when a trial does not fit the space
   */
  restore(records: readonly RestoredTrial[]): void {
    if (this.#entries.size > 0) throw new SweepError("conflict", "only a study without trials can be restored");
    const ordered = [...records].sort((a, b) => a.number - b.number);
    for (const [index, record] of ordered.entries()) this.#checkRestored(record, ordered[index - 1]?.number);
    for (const record of ordered) {
      const { number, values } = record;
      // Stored params came from this space's `paramsOf`, which the check of the values stands for.
      const params = record.params as unknown as P;
      this.#insert({ number, params, values, state: "pending", loss: null, told: null }, null, isGivenUp(record));
    }
    const told = records.filter((record) => record.told !== null).sort((a, b) => (a.told ?? 0) - (b.told ?? 0));
    for (const { number, loss, failed } of told) this.#settle(this.#openEntry(number), failed ? null : loss);
  }

  #suggest(number: number): { params: P; values: Values } | null {
    const random = createRandom(this.seed).fork(number);
    const values = this.algo.suggest({ space: this.space, history: this.#history, random, seed: this.seed });
    return values === null ? null : { params: this.space.paramsOf(values), values };
  }

  #insert(record: StudyRecord<P>, asked: StudyTrial<P> | null, givenUp = false): Entry<P> {
    const entry: Entry<P> = givenUp
      ? { record: { ...record, state: "failed" }, position: -1, asked }
      : { record, position: this.#history.append(record.values), asked };
    this.#entries.set(record.number, entry);
    this.#nextNumber = record.number + 1;
    return entry;
  }

  #openEntry(trial: StudyTrial<P> | number): Entry<P> {
    const number = typeof trial === "number" ? trial : trial.number;
    const entry = this.#entries.get(number);
    if (entry === undefined || (typeof trial !== "number" && entry.asked !== trial)) {
      throw new SweepError("not-found", `trial ${String(number)} is not a trial of this study`);
    }
    if (entry.record.state !== "pending") {
      throw new SweepError("conflict", `trial ${number} has ended already (${entry.record.state})`);
    }
    return entry;
  }

  /** @param loss `null` when the trial failed */
  #settle(entry: Entry<P>, loss: number | null): void {
    this.#history.settle(entry.position, loss);
    this.#told += 1;
    const state = loss === null ? "failed" : "complete";
    entry.record = { ...entry.record, state, loss, told: this.#told };
    if (loss !== null && Number.isFinite(loss) && this.#isBest(entry.record.number, loss)) {
      this.#best = { ...entry.record, loss };
    }
  }

  #isBest(number: number, loss: number): boolean {
    const best = this.#best;
    return best === null || loss < best.loss || (loss === best.loss && number < best.number);
  }

  #checkRestored({ number, values, told, loss, failed }: RestoredTrial, before = -1): void {
    if (!Number.isInteger(number) || !(number > before)) {
      throw new SweepError("bad-argument", `trial numbers must be different integers from 0, got ${before}, ${number}`);
    }
    const issues = this.space.validate(values);
    if (issues.length > 0) throw new SweepError("bad-space", issuesMessage(`trial ${number}`, issues), { issues });
    if (told !== null && !failed) checkLoss(loss, `trial ${number}`);
  }
}

function isGivenUp(record: RestoredTrial): boolean {
  return record.told === null && record.failed;
}
