import { type Parsed, SweepError } from "../../base/index.js";
import { parseAlgo, parseSpace, type Space, Study } from "../../search/index.js";
import type { SweepSpec } from "../spec.js";

/**
 * The search that a stored spec describes, without trials.
 *
 * @throws SweepError `bad-space` when the space or the algorithm is none that this version knows
 */
export function studyOf(spec: Pick<SweepSpec, "space" | "algo" | "seed" | "maxEvals" | "parallel">): Study<Space> {
  const space = valid(parseSpace(spec.space), "space");
  const algo = valid(parseAlgo(spec.algo), "algo");
  return new Study({ space, algo, seed: spec.seed, plan: { maxEvals: spec.maxEvals, parallel: spec.parallel } });
}

function valid<T>(parsed: Parsed<T>, what: string): T {
  if (parsed.ok) return parsed.value;
  const words = parsed.issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  throw new SweepError("bad-space", `The sweep's ${what} cannot be used: ${words.join("; ")}`, {
    issues: parsed.issues,
  });
}
