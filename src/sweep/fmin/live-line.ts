import type { Progress } from "../progress.js";

/** A search's progress on stderr: one line that is written over, and stays when the search is done. */
export interface LiveLine {
  show(progress: Progress): void;
  done(): void;
}

export interface LiveLineOptions {
  /** `undefined`: only on a terminal. */
  readonly wanted: boolean | undefined;
  /** Whether to say on Ctrl-C, which ends the process as ever, where the search stood. Not for a program that sees to it. */
  readonly onInterrupt: "explain" | "leave";
  /** Where trials are found later; `null`: nowhere. */
  readonly kept: string | null;
}

const SILENT: LiveLine = { show: () => {}, done: () => {} };

export async function openLiveLine({ wanted, onInterrupt, kept }: LiveLineOptions): Promise<LiveLine> {
  if (!(wanted ?? process.stderr.isTTY)) return SILENT;
  const { createLogUpdate } = await import("log-update");
  const line = createLogUpdate(process.stderr);
  const explain = () => {
    // Below the line, which stays and says how far the search was.
    line.done();
    process.stderr.write(`Interrupted: ${kept === null ? "nothing was recorded" : `its trials are in ${kept}`}\n`);
  };
  const forget = onInterrupt === "explain" ? atInterrupt(explain) : () => {};
  return {
    show: (progress) => line(describe(progress)),
    done: () => {
      forget();
      line.done();
    },
  };
}

/**
 * Calls `say` when Ctrl-C ends the process.
 *
 * @returns what takes that back
 */
function atInterrupt(say: () => void): () => void {
  const interrupted = () => {
    say();
    forget();
    // Someone else who listens decides what becomes of the process; with nobody left, the signal has its usual effect.
    if (process.listenerCount("SIGINT") === 0) process.kill(process.pid, "SIGINT");
  };
  const forget = () => void process.off("SIGINT", interrupted);
  process.prependListener("SIGINT", interrupted);
  return forget;
}

const DIGITS = 6;

function describe({ total, counts, best }: Progress): string {
  const done = counts.complete + counts.failed + counts.no_result + counts.pruned + counts.cancelled;
  const parts = [total === null ? `${done} trials` : `${done}/${total} trials`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  const loss = Number((best?.loss ?? Number.NaN).toPrecision(DIGITS));
  parts.push(best === null ? "no loss yet" : `best loss ${loss} (trial ${best.number})`);
  return parts.join(", ");
}
