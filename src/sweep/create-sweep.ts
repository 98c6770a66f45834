import { SweepError } from "../base/index.js";
import type { SweepStore } from "./open-store.js";
import type { SweepSpec } from "./spec.js";

export interface CreatedSweep {
  readonly sweepId: string;
  readonly experimentId: string;
  readonly parentRunId: string;
}

/** Stores a sweep that nobody runs yet, with its parent run. Its experiment is created when missing. */
export async function createSweep(store: SweepStore, spec: SweepSpec): Promise<CreatedSweep> {
  throw new SweepError("internal", `not written yet ${store.home} ${spec.name}`);
}
