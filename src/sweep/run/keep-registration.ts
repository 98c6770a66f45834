import type { SweepStore } from "../open-store.js";
import { assertOwned } from "../ownership.js";
import { registerBest } from "../register-best.js";
import { type Registration, type SweepRow, sweepOf } from "../store/sweep-rows.js";

const SET_MODEL = "UPDATE sweep SET model = ? WHERE id = ?";

/**
 * Registers the best trial's model and notes with the sweep which version it became.
 *
 * @returns what a person should read about it
 */
export async function keepRegistration(store: SweepStore, row: SweepRow): Promise<readonly string[]> {
  const { model, notices } = await registerBest(store, sweepOf(row, store.clock.now()));
  if (model !== null) {
    const registration: Registration = { name: model.name, version: model.version };
    await store.database.write((connection) => {
      assertOwned(connection, row);
      connection.prepare(SET_MODEL).run(JSON.stringify(registration), row.id);
    });
  }
  return notices;
}
