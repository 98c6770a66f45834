import type { DistributionKind } from "./kind.js";
import { log } from "./log.js";
import { lognormal } from "./lognormal.js";
import { loguniform } from "./loguniform.js";
import { normal } from "./normal.js";
import { qlog } from "./qlog.js";
import { qlognormal } from "./qlognormal.js";
import { qloguniform } from "./qloguniform.js";
import { qnormal } from "./qnormal.js";
import { quniform } from "./quniform.js";
import { randint } from "./randint.js";
import { uniform } from "./uniform.js";
import { uniformint } from "./uniformint.js";

/** Every distribution over numbers, by name. `choice` and `pchoice` hold options and are known to the space instead. */
export const numericKinds = {
  uniform,
  quniform,
  uniformint,
  loguniform,
  qloguniform,
  log,
  qlog,
  normal,
  qnormal,
  lognormal,
  qlognormal,
  randint,
} as const satisfies Record<string, DistributionKind>;

export const distributionNames: readonly string[] = [...Object.keys(numericKinds), "choice", "pchoice"];
