import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/index.js";
import type { Curve, Peer, Pruner, PruningContext } from "../../src/search/index.js";

const STEPS = 12;

/** A curve that falls from `start` by half of the rest at every step. */
function falling(start: number, steps = STEPS): Curve {
  return Array.from({ length: steps }, (_, step) => ({ step: step + 1, loss: start * 0.5 ** step }));
}

function peersOf(curves: readonly Curve[]): Peer[] {
  return curves.map((curve, number) => ({ number, state: "complete", curve, loss: curve.at(-1)?.loss ?? 0 }));
}

const peers = peersOf(Array.from({ length: 12 }, (_, index) => falling(1 + index)));

const odd: readonly [string, Curve][] = [
  ["NaN only", [Number.NaN, Number.NaN, Number.NaN].map((loss, step) => ({ step, loss }))],
  ["infinities", [Infinity, -Infinity, Infinity].map((loss, step) => ({ step, loss }))],
  ["one point", [{ step: 0, loss: 1 }]],
  ["equal losses", Array.from({ length: STEPS }, (_, step) => ({ step, loss: 1 }))],
  ["steps far apart", [1, 10, 1000, 1_000_000].map((step) => ({ step, loss: step }))],
  ["negative steps", [-3, -2, -1].map((step) => ({ step, loss: 1 }))],
  ["huge losses", [1e308, -1e308, 1e308].map((loss, step) => ({ step, loss }))],
];

/** What every pruner owes to every trial. */
export function prunerContract(name: string, pruner: Pruner): void {
  const judge = (context: Partial<PruningContext>) =>
    pruner.judge({ number: 100, curve: falling(1), peers, ...context });

  describe(`${name} as a pruner`, () => {
    it.each(odd)("gives a reason or null for %s, among any peers", (_, curve) => {
      const states: readonly Peer["state"][] = ["running", "complete", "pruned", "failed"];
      const strange = odd.map(
        ([, other], number): Peer => ({ number, state: states[number % 4] ?? "failed", curve: other, loss: null }),
      );
      for (const among of [[], peers, strange, peersOf(odd.map(([, other]) => other))]) {
        for (let length = 1; length <= curve.length; length++) {
          const reason = judge({ curve: curve.slice(0, length), peers: among });
          expect(reason === null || (typeof reason === "string" && reason.length > 0)).toBe(true);
        }
      }
    });

    it("never ends a trial that is better than all others, step by step, and still improves", () => {
      const best = falling(0.5);
      for (let length = 1; length <= best.length; length++) expect(judge({ curve: best.slice(0, length) })).toBeNull();
    });

    it("does not care in which order peers come, and changes nothing of what it reads", () => {
      const random = createRandom(1);
      for (let round = 0; round < 50; round++) {
        const curve = falling(random.next() * 15, 1 + random.int(STEPS));
        const before = structuredClone({ curve, peers });
        const reason = judge({ curve });
        expect(judge({ curve, peers: [...peers].reverse() })).toBe(reason);
        expect(judge({ curve })).toBe(reason);
        expect({ curve, peers }).toEqual(before);
      }
    });
  });
}
