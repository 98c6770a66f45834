import type { SweepRun } from "../sweep/index.js";

/**
 * Turns signals into a sweep's two ways to end. The first Ctrl-C lets running trials finish and a second one stops them;
 * SIGTERM and a closed terminal stop them at once. Whichever it is, the sweep can be resumed.
 *
 * @returns puts the default behaviour back
 */
export function obeySignals(run: SweepRun, say: (text: string) => void): () => void {
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) {
      say("stopping the running trials");
      run.interrupt("now");
    } else {
      say("no new trials; running ones finish; Ctrl-C again stops them");
      run.interrupt("gentle");
    }
    interrupted = true;
  };
  const onTerminate = () => {
    say("stopping the running trials");
    run.interrupt("now");
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("SIGHUP", onTerminate);
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
    process.off("SIGHUP", onTerminate);
  };
}
