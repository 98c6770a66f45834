import type { Progress } from "../progress.js";

/** A search's progress on stderr: one line that is written over, and stays when the search is done. */
export interface LiveLine {
  show(progress: Progress): void;
  done(): void;
}

const SILENT: LiveLine = { show: () => {}, done: () => {} };

/** @param wanted `undefined`: only on a terminal */
export async function openLiveLine(wanted: boolean | undefined): Promise<LiveLine> {
  if (!(wanted ?? process.stderr.isTTY)) return SILENT;
  const { createLogUpdate } = await import("log-update");
  const line = createLogUpdate(process.stderr);
  return { show: (progress) => line(describe(progress)), done: () => line.done() };
}

function describe({ total, counts, best }: Progress): string {
  const done = counts.complete + counts.failed + counts.no_result + counts.pruned + counts.cancelled;
  const parts = [total === null ? `${done} trials` : `${done}/${total} trials`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  parts.push(best === null ? "no loss yet" : `best loss ${best.loss} (trial ${best.number})`);
  return parts.join(", ");
}
