import { describe, expect, it } from "vitest";
import { SweepError, type SweepErrorCode } from "../../src/base/index.js";
import { hp, parseSpace, type RestoredTrial, rand, Study, scope, tpe } from "../../src/search/index.js";

const space = {
  depth: scope.int(hp.quniform(2, 8, 1)),
  kind: hp.choice(["a", { rate: hp.uniform(0, 1) }]),
  seed: 7,
};

function code(call: () => unknown): SweepErrorCode | null {
  try {
    call();
  } catch (error) {
    if (error instanceof SweepError) return error.code;
    throw error;
  }
  return null;
}

/** A trial that must be there. */
function ask<P>(study: { ask(): P | null }): P {
  const trial = study.ask();
  if (trial === null) throw new Error("the study has no further trial");
  return trial;
}

describe("ask", () => {
  it("numbers trials from 0 and says how many results it had seen", () => {
    const study = new Study({ space, seed: 1 });
    const first = ask(study);
    const second = ask(study);
    study.tell(first, { loss: 1 });
    expect([first, second, ask(study)].map(({ number, watermark }) => [number, watermark])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
    ]);
  });

  it("gives params as the objective sees them, and the drawn values", () => {
    const { params, values } = ask(new Study({ space, seed: 1 }));
    expect(params).toMatchObject({ depth: values.depth, seed: 7 });
    expect(Number.isInteger(params.depth)).toBe(true);
  });

  it("proposes enqueued points first, in their order", () => {
    const study = new Study({ space, seed: 1 });
    study.enqueue({ depth: 3, kind: "a", seed: 7 });
    study.enqueue({ depth: 4, kind: { rate: 0.5 }, seed: 7 });
    expect(ask(study)).toMatchObject({ number: 0, params: { depth: 3, kind: "a" }, values: { depth: 3, kind: 0 } });
    expect(ask(study)).toMatchObject({ number: 1, values: { depth: 4, kind: 1, "kind.rate": 0.5 } });
    expect(ask(study).number).toBe(2);
  });

  it("draws a trial from its number's own stream, whatever came before", () => {
    const plain = new Study({ space, algo: rand(), seed: 1 });
    const other = new Study({ space, algo: rand(), seed: 1 });
    other.enqueue({ depth: 3, kind: "a", seed: 7 });
    ask(plain);
    ask(other);
    expect(ask(plain)).toEqual(ask(other));
  });

  it("takes a space that was read from a file", () => {
    const parsed = parseSpace({ x: { uniform: [0, 1] } });
    if (!parsed.ok) throw new Error("not read");
    expect(ask(new Study({ space: parsed.value })).params).toHaveProperty("x");
  });
});

describe("tell", () => {
  it("takes the trial or its number, in any order", () => {
    const study = new Study({ space, seed: 1 });
    const [first, second] = [ask(study), ask(study)];
    study.tell(second.number, { loss: 0.5, status: "ok" });
    study.tell(first, { status: "fail" });
    expect(study.trials.map(({ state, loss, told }) => ({ state, loss, told }))).toEqual([
      { state: "failed", loss: null, told: 2 },
      { state: "complete", loss: 0.5, told: 1 },
    ]);
  });

  it.each<[string, unknown]>([
    ["a missing loss", {}],
    ["a string", { loss: "3" }],
    ["null", { loss: null }],
    ["nothing", undefined],
    ["a bare number", 3],
    ["an unknown status", { status: "done", loss: 1 }],
  ])("refuses %s and records nothing", (_, result) => {
    const study = new Study({ space, seed: 1 });
    const trial = ask(study);
    expect(code(() => study.tell(trial, result as { loss: number }))).toBe("bad-argument");
    expect(study.trials[0]).toMatchObject({ state: "pending", told: null });
    study.tell(trial, { loss: 1 });
    expect(study.trials[0]).toMatchObject({ state: "complete", told: 1 });
  });

  it("refuses foreign and finished trials", () => {
    const study = new Study({ space, seed: 1 });
    const stranger = ask(new Study({ space, seed: 1 }));
    const trial = ask(study);
    expect(code(() => study.tell(stranger, { loss: 1 }))).toBe("not-found");
    expect(code(() => study.tell(5, { loss: 1 }))).toBe("not-found");
    study.tell(trial, { loss: 1 });
    expect(() => study.tell(trial, { loss: 0 })).toThrow("trial 0 has ended already (complete)");
    expect(study.best?.loss).toBe(1);
  });
});

describe("best", () => {
  it("is the lowest finite loss, the lower number of equals", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1) }, seed: 1 });
    expect(study.best).toBeNull();
    const trials = Array.from({ length: 5 }, () => ask(study));
    const losses = [2, Number.NaN, -Infinity, 1, 1];
    for (const number of [4, 0, 1, 2, 3]) study.tell(trials[number] ?? 0, { loss: losses[number] ?? 0 });
    expect(study.best).toEqual({ ...study.trials[3] });
  });
});

describe("add", () => {
  it("records a trial that was made elsewhere", () => {
    const study = new Study({ space, seed: 1 });
    expect(study.add({ params: { depth: 5, kind: { rate: 0.25 }, seed: 7 }, loss: 0.1 })).toBe(0);
    expect(study.best).toMatchObject({ number: 0, loss: 0.1, values: { depth: 5, kind: 1, "kind.rate": 0.25 } });
    expect(ask(study)).toMatchObject({ number: 1, watermark: 1 });
  });

  it("refuses what does not fit and records nothing", () => {
    const study = new Study({ space, seed: 1 });
    expect(code(() => study.add({ params: { depth: 99, kind: "a", seed: 7 }, loss: 1 }))).toBe("bad-space");
    expect(code(() => study.add({ params: { depth: 3, kind: "a", seed: 7 }, loss: "1" as unknown as number }))).toBe(
      "bad-argument",
    );
    expect(code(() => study.enqueue({ depth: 2.5, kind: "a", seed: 7 }))).toBe("bad-space");
    expect(study.trials).toEqual([]);
    expect(ask(study).number).toBe(0);
  });
});

describe("restore", () => {
  const record = (number: number, rest: Partial<RestoredTrial>): RestoredTrial => {
    const params = { depth: 3, kind: "a", seed: 7 };
    return { number, params, values: { depth: 3, kind: 0 }, told: null, loss: null, failed: false, ...rest };
  };

  it("brings back results, open trials and numbers", () => {
    const study = new Study({ space, seed: 1 });
    study.restore([record(2, { told: 1, loss: 5 }), record(0, { told: 2, failed: true }), record(1, {})]);
    expect(study.trials.map(({ state, told }) => [state, told])).toEqual([
      ["failed", 2],
      ["pending", null],
      ["complete", 1],
    ]);
    expect(study.best?.number).toBe(2);
    study.tell(1, { loss: 4 });
    expect(study.best?.number).toBe(1);
    expect(ask(study)).toMatchObject({ number: 3, watermark: 3 });
  });

  it("uses the number of a trial that was given up, and learns nothing from it", () => {
    const given = new Study({ space, seed: 1, algo: tpe({ startup: 1 }) });
    given.restore([record(0, { told: 1, loss: 5 }), record(1, { failed: true })]);
    expect(code(() => given.tell(1, { loss: 1 }))).toBe("conflict");
    const without = new Study({ space, seed: 1, algo: tpe({ startup: 1 }) });
    without.restore([record(1, { told: 1, loss: 5 })]);
    expect(ask(given)).toEqual(ask(without));
  });

  it.each<[string, readonly RestoredTrial[], SweepErrorCode]>([
    ["values of another space", [record(0, {}), record(1, { values: { depth: 99, kind: 0 } })], "bad-space"],
    ["a number twice", [record(0, {}), record(0, {})], "bad-argument"],
    ["a number below 0", [record(-1, {})], "bad-argument"],
    ["a result without a loss", [record(0, { told: 1 })], "bad-argument"],
  ])("refuses %s and stays empty", (_, records, expected) => {
    const study = new Study({ space, seed: 1 });
    expect(code(() => study.restore(records))).toBe(expected);
    expect(study.trials).toEqual([]);
  });

  it("is for fresh studies", () => {
    const study = new Study({ space, seed: 1 });
    ask(study);
    expect(code(() => study.restore([]))).toBe("conflict");
  });
});

describe("a new study", () => {
  it("refuses a seed that is no integer, and a bad space", () => {
    expect(code(() => new Study({ space, seed: 1.5 }))).toBe("bad-argument");
    expect(code(() => new Study({ space, seed: Number.NaN }))).toBe("bad-argument");
    expect(code(() => new Study({ space: {} }))).toBe("bad-space");
  });
});
