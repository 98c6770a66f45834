/** Thrown by an objective to end its trial early: its last reported loss stands for it, and it is never the best. */
export class TrialPruned extends Error {
  override readonly name = "TrialPruned";

  constructor(message = "pruned by its objective") {
    super(message);
  }
}
