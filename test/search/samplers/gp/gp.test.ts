import { describe, expect, it } from "vitest";
import { gp, hp, Study, scope } from "../../../../src/search/index.js";
import { samplerContract } from "../../../contracts/sampler.js";

samplerContract("gp()", gp);

const plane = { x: hp.uniform(-5, 10), y: hp.uniform(0, 15) };

/** Branin's function; its three minima are 0.397887. */
const branin = ({ x, y }: { x: number; y: number }): number =>
  (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 * x) / Math.PI - 6) ** 2 +
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
  10;

describe("gp", () => {
  it("comes close to a minimum within 40 trials", () => {
    const study = new Study({ space: plane, algo: gp(), seed: 1 });
    for (let index = 0; index < 40; index++) {
      const trial = study.ask();
      if (trial !== null) study.tell(trial, { loss: branin(trial.params) });
    }
    expect(study.best?.loss).toBeLessThan(0.4);
  });

  it("starts with points that are spread evenly", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1) }, algo: gp({ startup: 16 }), seed: 5 });
    const cells = Array.from({ length: 16 }, () => Math.floor((study.ask()?.params.x ?? 0) * 16));
    expect(new Set(cells).size).toBe(16);
  });

  it("spreads what it proposes while results are missing", () => {
    const study = new Study({ space: plane, algo: gp(), seed: 2 });
    for (let index = 0; index < 20; index++) {
      const trial = study.ask();
      if (trial !== null) study.tell(trial, { loss: branin(trial.params) });
    }
    const open = Array.from({ length: 8 }, () => study.ask()?.params ?? { x: 0, y: 0 });
    for (const [index, a] of open.entries()) {
      for (const b of open.slice(0, index)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(0.01);
    }
  });

  it("keeps away from where trials fail", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1) }, algo: gp(), seed: 3 });
    let failures = 0;
    for (let index = 0; index < 40; index++) {
      const trial = study.ask();
      if (trial === null) break;
      const fails = trial.params.x > 0.4;
      if (fails && index >= 20) failures += 1;
      study.tell(trial, fails ? { status: "fail" } : { loss: (trial.params.x - 0.2) ** 2 });
    }
    // Random search would have 12 of the last 20 fail.
    expect(failures).toBeLessThan(9);
  });

  it("keeps away from where trials are pruned, however low their last loss", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1) }, algo: gp(), seed: 3 });
    let pruned = 0;
    for (let index = 0; index < 40; index++) {
      const trial = study.ask();
      if (trial === null) break;
      const isPruned = trial.params.x > 0.4;
      if (isPruned && index >= 20) pruned += 1;
      study.tell(trial, isPruned ? { status: "pruned", loss: -9 } : { loss: (trial.params.x - 0.2) ** 2 });
    }
    expect(pruned).toBeLessThan(9);
  });

  it("finds the best of a mixed finite space long before all of it was tried", () => {
    const space = {
      depth: scope.int(hp.quniform(1, 20, 1)),
      kind: hp.choice(["a", "b", "c"]),
      wide: hp.choice([true, false]),
    };
    const study = new Study({ space, algo: gp(), seed: 4 });
    for (let index = 0; index < 40; index++) {
      const trial = study.ask();
      if (trial === null) break;
      const { depth, kind, wide } = trial.params;
      study.tell(trial, { loss: Math.abs(depth - 13) + (kind === "b" ? 0 : 2) + (wide ? 1 : 0) });
    }
    expect(study.best?.loss).toBe(0);
  });

  it("goes on beyond the number of results that it looks at", () => {
    const study = new Study({ space: plane, algo: gp(), seed: 6 });
    for (let index = 0; index < 400; index++) {
      const params = { x: -5 + (15 * ((index * 7) % 400)) / 400, y: (15 * ((index * 61) % 400)) / 400 };
      study.add({ params, loss: branin(params) });
    }
    const trial = study.ask();
    expect(branin(trial?.params ?? { x: 10, y: 15 })).toBeLessThan(5);
  });

  it("refuses options that make no sense", () => {
    expect(() => gp({ startup: 1 })).toThrow("gp: startup must be an integer from 3 to 1000000, got 1");
  });
});
