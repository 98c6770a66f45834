import type { Command } from "commander";
import { messageOf } from "../../base/index.js";
import type { SweepStore } from "../../sweep/index.js";
import { settingsOf } from "../settings.js";
import { storeExists, withStore } from "../with-store.js";
import type { Check } from "./checks.js";

/** Whether the store in force opens, and how it is. One that is not there yet is not made. */
export async function storeCheck(command: Command): Promise<Check> {
  const subject = "store";
  const { trackingUri } = settingsOf(command);
  const place = trackingUri.value ?? "in the home folder";
  if (!storeExists(command)) return { subject, mark: "ok", found: `${place} (${trackingUri.source}; not there yet)` };
  try {
    const { uri, state } = await withStore(command, async (store) => ({
      uri: store.trackingUri,
      state: await stateOf(store),
    }));
    return { subject, mark: state.whole ? "ok" : "fail", found: `${uri} (${trackingUri.source}), ${state.found}` };
  } catch (error) {
    return { subject, mark: "fail", found: messageOf(error) };
  }
}

const NEWEST_STEP = "SELECT name FROM hypersweep_migrations ORDER BY applied_at_ms DESC, name DESC";

function stateOf({ database }: SweepStore): Promise<{ whole: boolean; found: string }> {
  return database.read((connection) => {
    const check = connection.prepare("PRAGMA quick_check(1)").get<{ quick_check: string }>()?.quick_check ?? "";
    const step = connection.prepare(NEWEST_STEP).get<{ name: string }>()?.name ?? "none";
    const whole = check === "ok";
    return { whole, found: whole ? `schema at ${step}` : `damaged: ${check}` };
  });
}
