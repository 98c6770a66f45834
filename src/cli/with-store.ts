import { existsSync } from "node:fs";
import type { Command } from "commander";
import { SweepError } from "../base/index.js";
import type { SweepStore } from "../sweep/index.js";
import { databaseFile, storeOptions } from "./settings.js";

/** `false` when the store in force would have to be created: there is nothing to look at then. */
export function storeExists(command: Command): boolean {
  const file = databaseFile(storeOptions(command));
  return file === null || existsSync(file);
}

/**
 * Opens the store for as long as `work` takes. It is never created: that is for `sweep run` to do.
 *
 * @throws SweepError `not-found` when there is no store
 */
export async function withStore<T>(command: Command, work: (store: SweepStore) => Promise<T>): Promise<T> {
  if (!storeExists(command)) {
    const file = databaseFile(storeOptions(command));
    throw new SweepError(
      "not-found",
      `there is nothing here yet: ${file} does not exist (--home or SWEEP_HOME names another folder)`,
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
