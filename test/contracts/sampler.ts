import { describe, expect, it } from "vitest";
import {
  compileSpace,
  hp,
  type RestoredTrial,
  type Sampler,
  type Space,
  type SpaceDefinition,
  Study,
  type StudyTrial,
  scope,
  type TrialResult,
  type Values,
} from "../../src/search/index.js";

const mixed = {
  rate: hp.loguniform(-5, 0),
  depth: scope.int(hp.quniform(2, 8, 1)),
  size: hp.qloguniform(0, 5, 2),
  momentum: hp.uniform(0, 1),
  noise: hp.normal(0, 1),
  scale: hp.lognormal(0, 1),
  steps: hp.qnormal(0, 10, 2),
  counts: hp.qlognormal(1, 1, 1),
  width: hp.randint(3, 40),
  kind: hp.pchoice([
    [0.2, "a"],
    [0.8, "b"],
  ]),
  seed: 42,
};

const conditional = {
  model: hp.choice([
    { kind: "tree" as const, depth: hp.uniformint(1, 5) },
    {
      kind: "net" as const,
      rate: hp.log(1e-4, 1),
      layers: hp.choice([{ count: 1 }, { count: 2, drop: hp.uniform(0, 0.5) }]),
    },
  ]),
};

const finite = { x: hp.randint(3), y: hp.choice(["a", { z: hp.quniform(0, 1, 0.5) }]) };
const FINITE_POINTS = 3 * (1 + 3);

/** A smooth loss that any params have: half of the trials are good, whatever the space. */
const lossOf = (values: Values): number =>
  Object.values(values).reduce((sum, value, index) => sum + Math.sin(value + index), 0);

type Ending = (trial: StudyTrial<object>) => TrialResult;

function run(
  study: Study<SpaceDefinition>,
  count: number,
  ending: Ending = ({ values }) => ({ loss: lossOf(values) }),
): Values[] {
  const asked: Values[] = [];
  for (let index = 0; index < count; index++) {
    const trial = study.ask();
    if (trial === null) break;
    asked.push(trial.values);
    study.tell(trial, ending(trial));
  }
  return asked;
}

function expectFits(space: Space<object>, asked: readonly Values[]): void {
  for (const values of asked) expect(space.validate(values)).toEqual([]);
}

/**
 * What every sampler owes to every study.
 *
 * @param options.ordered it has no use for chance: every seed gives the same points
 * @param options.repeats it may propose a point again, as hyperopt does
 */
export function samplerContract(
  name: string,
  make: () => Sampler,
  { ordered = false, repeats = false }: { ordered?: boolean; repeats?: boolean } = {},
): void {
  const study = (space: SpaceDefinition, seed = 1) => new Study<SpaceDefinition>({ space, algo: make(), seed });

  describe(`${name} as a sampler`, () => {
    it.each<[string, SpaceDefinition]>([
      ["every distribution", mixed],
      ["conditional parameters", conditional],
      ["constants only", { seed: 42 }],
    ])("suggests points of the space: %s", (_, space) => {
      const asked = run(study(space), 60);
      expect(asked.length).toBeGreaterThan(0);
      expectFits(compileSpace(space), asked);
    });

    it.each([1, 2, 50, 200])("works with %i parameters", (count) => {
      const space = Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, hp.uniform(-1, 1)]));
      const search = study(space);
      const possible = Math.min(15, search.size ?? 15);
      const asked = run(search, 15);
      expect(asked).toHaveLength(possible);
      expectFits(compileSpace(space), asked);
    });

    it("visits every branch of a conditional space", () => {
      const asked = run(study(conditional), 60, () => ({ loss: 1 }));
      const branches = new Set(asked.map((values) => `${values.model} ${values["model.layers"] ?? ""}`));
      expect([...branches].sort()).toEqual(["0 ", "1 0", "1 1"]);
    });

    it.each<[string, Ending]>([
      ["NaN", () => ({ loss: Number.NaN })],
      ["infinities", ({ number }) => ({ loss: number % 2 === 0 ? Infinity : -Infinity })],
      ["equal losses", () => ({ loss: 0 })],
      ["huge losses", ({ number }) => ({ loss: number % 2 === 0 ? 1e308 : -1e308 })],
      ["failures only", () => ({ status: "fail" })],
      ["pruned trials", ({ number }) => ({ status: "pruned", loss: number })],
      ["trials pruned before they had a loss", () => ({ status: "pruned" })],
      [
        "complete, pruned and failed trials",
        ({ number }) => [{ loss: 1 }, { status: "pruned", loss: 0 }, { status: "fail" }][number % 3] as TrialResult,
      ],
      ["some failures", ({ number }) => (number % 3 === 0 ? { status: "fail" } : { loss: number })],
    ])("goes on after %s", (_, ending) => {
      const asked = run(study(mixed), 40, ending);
      expect(asked).toHaveLength(40);
      expectFits(compileSpace(mixed), asked);
    });

    if (!repeats) {
      it("proposes every point of a finite space once, then nothing", () => {
        const asked = run(study(finite), 100);
        const space = compileSpace(finite);
        expect(asked).toHaveLength(FINITE_POINTS);
        expect(new Set(asked.map((values) => space.keyOf(values))).size).toBe(FINITE_POINTS);
        expectFits(space, asked);
      });

      it("counts open trials as tried", () => {
        const open = study(finite);
        const keys = new Set<string>();
        for (let trial = open.ask(); trial !== null; trial = open.ask()) keys.add(JSON.stringify(trial.params));
        expect(keys.size).toBe(FINITE_POINTS);
      });

      it("says how many trials a finite space is good for", () => {
        const counted = study(finite);
        expect(counted.size).toBe(FINITE_POINTS);
        run(counted, 5);
        counted.ask();
        expect(counted.size).toBe(FINITE_POINTS);
      });
    }

    it("suggests the same again for the same seed and results", () => {
      const first = run(study(mixed, 5), 30);
      expect(run(study(mixed, 5), 30)).toEqual(first);
      if (!ordered) expect(run(study(mixed, 6), 30)[0]).not.toEqual(first[0]);
    });

    it("goes on after a restore as if nothing had happened", () => {
      const whole = study(conditional, 3);
      const records = (): RestoredTrial[] =>
        whole.trials.map(({ state, params, ...trial }) => ({
          ...trial,
          params: params as RestoredTrial["params"],
          failed: state === "failed",
          pruned: state === "pruned",
        }));
      const open: StudyTrial<object>[] = [];
      const ok: Ending = ({ values }) => ({ loss: lossOf(values) });
      const pruned: Ending = ({ values }) => ({ status: "pruned", loss: lossOf(values) });
      const endings: Ending[] = [() => ({ status: "fail" }), ok, ok, pruned, ok, ok, () => ({ status: "pruned" })];
      for (let index = 0; index < 40; index++) {
        const restored = study(conditional, 3);
        restored.restore(records());
        const trial = whole.ask();
        expect(restored.ask()).toEqual(trial);
        if (trial !== null) open.push(trial);
        // Results come in another order than the trials, and two trials stay open at all times.
        const ended = open.length > 2 ? open.splice(index % 3, 1)[0] : undefined;
        if (ended !== undefined) whole.tell(ended, endings[index % endings.length]?.(ended) ?? { status: "fail" });
      }
    });

    it("changes nothing of what it reads", () => {
      const observed = study(mixed);
      run(observed, 15);
      const before = structuredClone(observed.trials);
      observed.ask();
      expect(observed.trials.slice(0, 15)).toEqual(before);
    });
  });
}
