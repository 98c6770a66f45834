import { hp, rand, type Sampler, Study, tpe, type Values } from "../../src/search/index.js";

const space = {
  rate: hp.loguniform(-9, 0),
  depth: hp.quniform(2, 8, 1),
  size: hp.qloguniform(0, 7, 2),
  share: hp.quniform(0, 1, 0.05),
  momentum: hp.uniform(0, 1),
  noise: hp.normal(0, 1),
  scale: hp.lognormal(0, 1),
  steps: hp.qnormal(0, 10, 2),
  counts: hp.qlognormal(1, 1, 1),
  width: hp.randint(3, 40),
  kind: hp.pchoice([
    [0.2, "a"],
    [0.8, { rounds: hp.uniformint(1, 100), decay: hp.log(1e-4, 1) }],
  ]),
};

/** A loss made of additions and multiplications only: itself the same everywhere. */
const lossOf = (values: Values) =>
  Object.values(values).reduce((sum, value, index) => sum + (value - index) * (value - index), 0);

/** What a study proposes: every fifth trial fails, three stay open at all times. */
export function proposals(algo: Sampler, count: number): Values[] {
  const study = new Study({ space, algo, seed: 20 });
  const open: NonNullable<ReturnType<typeof study.ask>>[] = [];
  return Array.from({ length: count }, (_, index) => {
    const trial = study.ask();
    if (trial !== null) open.push(trial);
    const ended = open.length > 3 ? open.shift() : undefined;
    if (ended !== undefined) study.tell(ended, index % 5 === 0 ? { status: "fail" } : { loss: lossOf(ended.values) });
    return trial?.values ?? {};
  });
}

export const samplers: Readonly<Record<string, () => Sampler>> = {
  tpe,
  random: rand,
  "tpe as hyperopt": () => tpe({ preset: "hyperopt" }),
};
