import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { SweepError } from "../base/index.js";
import type { SweepStore } from "../sweep/index.js";
import { storeOptions } from "./settings.js";

/** `false` when the store in force would have to be created: there is nothing to look at then. */
export function storeExists(command: Command): boolean {
  const { home, trackingUri } = storeOptions(command);
  return trackingUri !== undefined || existsSync(join(home, "sweep.db"));
}

/**
 * Opens the store for as long as `work` takes. Commands that only look never create one.
 *
 * @throws SweepError `not-found` when there is no store
 */
export async function withStore<T>(command: Command, work: (store: SweepStore) => Promise<T>): Promise<T> {
  if (!storeExists(command)) {
    const { home } = storeOptions(command);
    throw new SweepError(
      "not-found",
      `there is nothing here yet: ${join(home, "sweep.db")} does not exist (--home or SWEEP_HOME names another folder)`,
    );
  }
  const { openStore } = await import("../sweep/index.js");
  const store = await openStore(storeOptions(command));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
