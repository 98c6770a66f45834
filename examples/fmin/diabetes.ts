// The search of examples/diabetes once more, from TypeScript: npx tsx examples/fmin/diabetes.ts
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fmin, hp, STATUS_OK, scope, tpe } from "hypersweep";
import { crossValidate, readTable, train } from "./trainer.js";

const table = readTable(new URL("../diabetes/diabetes.csv", import.meta.url));
const models = mkdtempSync(join(tmpdir(), "diabetes-models-"));

const best = await fmin({
  space: {
    max_depth: scope.int(hp.quniform("max_depth", 2, 8, 1)),
    learning_rate: hp.loguniform("learning_rate", -5, 0),
    reg_alpha: hp.loguniform("reg_alpha", -5, 5),
    reg_lambda: hp.loguniform("reg_lambda", -6, 5),
    min_child_weight: hp.loguniform("min_child_weight", -1, 4),
    n_estimators: 40,
    objective: "reg:squarederror",
    seed: 42,
  },
  objective: async (params, trial) => {
    let rmse = Number.NaN;
    let stage = 0;
    for (rmse of crossValidate(table, params)) {
      trial.logMetric("validation-rmse", rmse, stage);
      stage += 1;
    }
    const file = join(models, `trial-${trial.number}.json`);
    writeFileSync(file, JSON.stringify(train(table, params)));
    await trial.logModel(file);
    return { loss: rmse, status: STATUS_OK };
  },
  algo: tpe(),
  maxEvals: 40,
  seed: 42,
  experiment: "diabetes-fmin",
  register: "diabetes-regressor-ts",
});

console.log("best params:", best);
