import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/base/index.js";
import { Curves, parsePruner } from "../../../src/search/index.js";

type Loss = number | "nan" | "inf";
type Event = readonly [trial: number, step: number, loss: Loss, pruned: boolean] | readonly [number, "complete", Loss];

/** Made by `test/fixtures/optuna/pruners.py`. */
const file = new URL("../../fixtures/optuna/pruners.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: { pruner: Json; events: Event[] }[] };

const lossOf = (written: Loss): number => ({ nan: Number.NaN, inf: Infinity })[written as string] ?? Number(written);

describe("pruners decide as Optuna's do", () => {
  it.each(cases.map(({ pruner, events }) => [JSON.stringify(pruner), pruner, events] as const))(
    "%s",
    (_, raw, events) => {
      const parsed = parsePruner(raw);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
      const curves = new Curves();
      const decisions: { trial: number; step: number; pruned: boolean }[] = [];
      for (const event of events) {
        const [trial, what] = event;
        if (what === "complete") {
          const loss = lossOf(event[2]);
          curves.end(trial, Number.isNaN(loss) ? "failed" : "complete", Number.isNaN(loss) ? null : loss);
          continue;
        }
        curves.report(trial, { step: what, loss: lossOf(event[2]) });
        const pruned = curves.judge(parsed.value, trial) !== null;
        decisions.push({ trial, step: what, pruned });
        if (event[3]) curves.end(trial, "pruned", null);
      }
      const expected = events.flatMap(([trial, step, , pruned]) =>
        step === "complete" ? [] : [{ trial, step, pruned }],
      );
      expect(decisions).toEqual(expected);
    },
  );
});
