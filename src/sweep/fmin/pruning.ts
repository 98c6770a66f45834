import { Curves, type Pruner } from "../../search/index.js";
import type { Outcome } from "../../workers/index.js";

/** A search's pruner with the curves that it decides on. */
export class Pruning {
  readonly #pruner: Pruner;
  readonly #curves = new Curves();

  constructor(pruner: Pruner) {
    this.#pruner = pruner;
  }

  begin(trialNumber: number): void {
    this.#curves.begin(trialNumber);
  }

  report(trialNumber: number, loss: number, step: number): void {
    this.#curves.report(trialNumber, { step, loss });
  }

  /** Why the trial should end now; `null`: it should not. */
  judge(trialNumber: number): string | null {
    return this.#curves.judge(this.#pruner, trialNumber);
  }

  end(trialNumber: number, outcome: Pick<Outcome, "state">, loss: number | null): void {
    const { state } = outcome;
    this.#curves.end(trialNumber, state === "complete" || state === "pruned" ? state : "failed", loss);
  }
}
