export type { Distribution } from "./distributions/distribution.js";
export { type Goal, toLoss, toValue } from "./goal.js";
export {
  type Importance,
  type ImportanceOptions,
  type ImportanceSource,
  type ImportanceTrial,
  importance,
} from "./importance/importance.js";
export { nearestName } from "./nearest-name.js";
export { parsePruner, prunerNames, pruners } from "./pruners/catalogue.js";
export { Curves } from "./pruners/curves.js";
export type { HyperbandOptions } from "./pruners/hyperband.js";
export type { PatientOptions } from "./pruners/patient.js";
export type { MedianOptions, PercentileOptions } from "./pruners/percentile.js";
export type { Curve, CurvePoint, Peer, Pruner, PruningContext } from "./pruners/pruner.js";
export type { SuccessiveHalvingOptions } from "./pruners/successive-halving.js";
export type { ThresholdOptions } from "./pruners/threshold.js";
export type { WilcoxonOptions } from "./pruners/wilcoxon.js";
export { anneal } from "./samplers/anneal/anneal.js";
export type { AnnealOptions } from "./samplers/anneal/options.js";
export { auto } from "./samplers/auto/auto.js";
export { defaultAlgo, parseAlgo, samplerNames } from "./samplers/catalogue.js";
export { gp } from "./samplers/gp/gp.js";
export type { GpOptions } from "./samplers/gp/options.js";
export { type GridOptions, grid } from "./samplers/grid/grid.js";
export { type MixPart, mix } from "./samplers/mix/mix.js";
export { qmc } from "./samplers/qmc.js";
export { rand } from "./samplers/random.js";
export type { History, Observation, Sampler, SamplerContext, SearchPlan } from "./samplers/sampler.js";
export type { TpeOptions } from "./samplers/tpe/options.js";
export { tpe } from "./samplers/tpe/tpe.js";
export { compileSpace } from "./spaces/compile.js";
export type { Parameter, SpaceDefinition, SpaceValue } from "./spaces/definition.js";
export { hp } from "./spaces/hp.js";
export { spaceJsonSchema } from "./spaces/json-schema.js";
export type { SpaceParameter, Values } from "./spaces/nodes.js";
export type { ParamsOf } from "./spaces/params-of.js";
export { parseSpace } from "./spaces/parse.js";
export { scope } from "./spaces/scope.js";
export { Space } from "./spaces/space.js";
export { spaceEval } from "./spaces/space-eval.js";
export { Study, type StudyOptions } from "./study.js";
export { noProgressLoss } from "./trials/no-progress-loss.js";
export type { BestRecord, RestoredTrial, StudyRecord, StudyTrial } from "./trials/records.js";
export type { TrialResult } from "./trials/result.js";
export {
  STATUS_FAIL,
  STATUS_NEW,
  STATUS_OK,
  STATUS_PRUNED,
  STATUS_RUNNING,
  STATUS_SUSPENDED,
} from "./trials/status.js";
export { type SettledTrial, type TrialDocument, type TrialMisc, Trials } from "./trials/trials.js";
