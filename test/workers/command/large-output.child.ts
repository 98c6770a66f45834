import { monitorEventLoopDelay } from "node:perf_hooks";
import { ExecutorHarness } from "./executor-harness.js";

/** What a command with much output did to the worker that ran it. */
export interface Measured {
  readonly state: string;
  readonly mostRssBytes: number;
  readonly lagMs: number;
  readonly seconds: number;
  readonly values: readonly number[];
  readonly log: string;
}

const [, , script = ""] = process.argv;
const harness = new ExecutorHarness();
await harness.sh("echo loss=0");
harness.reset();

let mostRssBytes = 0;
const sampling = setInterval(() => {
  mostRssBytes = Math.max(mostRssBytes, process.memoryUsage.rss());
}, 20);
const lag = monitorEventLoopDelay({ resolution: 10 });
lag.enable();
const started = performance.now();
const outcome = await harness.sh(script);
const seconds = (performance.now() - started) / 1000;
clearInterval(sampling);
const measured: Measured = {
  state: outcome.state,
  mostRssBytes,
  lagMs: lag.max / 1e6,
  seconds,
  values: harness.metrics.map(({ value }) => value),
  log: outcome.logs["stdout.txt"] ?? "",
};
console.log(`measured ${JSON.stringify(measured)}`);
await harness.executor.close();
