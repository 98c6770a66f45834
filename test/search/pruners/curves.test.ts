import { describe, expect, it } from "vitest";
import { Curves, type Pruner, type PruningContext } from "../../../src/search/index.js";

/** Remembers what it was asked. */
function witness(): Pruner & { seen: PruningContext | null } {
  const pruner: Pruner & { seen: PruningContext | null } = {
    name: "witness",
    seen: null,
    judge: (context) => {
      pruner.seen = structuredClone(context);
      return "seen";
    },
  };
  return pruner;
}

describe("Curves", () => {
  it("shows a pruner the trial's curve in step order, the newest loss of a step, and all other trials", () => {
    const curves = new Curves();
    const pruner = witness();
    curves.report(0, { step: 0, loss: 5 });
    curves.end(0, "complete", 4);
    for (const [step, loss] of [
      [2, 1],
      [0, 3],
      [1, 2],
      [2, 0],
    ] as const)
      curves.report(1, { step, loss });
    expect(curves.judge(pruner, 1)).toBe("seen");
    expect(pruner.seen).toEqual({
      number: 1,
      curve: [
        { step: 0, loss: 3 },
        { step: 1, loss: 2 },
        { step: 2, loss: 0 },
      ],
      peers: [{ number: 0, state: "complete", curve: [{ step: 0, loss: 5 }], loss: 4 }],
    });
  });

  it("forgets what an attempt reported that begins anew", () => {
    const curves = new Curves();
    curves.report(1, { step: 0, loss: 1 });
    curves.begin(1);
    expect(curves.judge(witness(), 1)).toBeNull();
  });

  it("asks nobody about a trial that has reported nothing", () => {
    const curves = new Curves();
    expect(curves.judge(witness(), 7)).toBeNull();
    curves.end(7, "failed", null);
    expect(curves.judge(witness(), 7)).toBeNull();
  });
});
