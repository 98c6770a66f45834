import { fmin, hp, rand } from "../../../src/index.js";

/* A search without an end, for a test to interrupt. */
await fmin({
  space: { x: hp.uniform("x", 0, 1) },
  objective: () => new Promise<number>((resolve) => setTimeout(resolve, 20, 2.5)),
  algo: rand(),
  maxEvals: 100_000,
  showProgress: true,
});
