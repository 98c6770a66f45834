import { type Parsed, SweepError } from "../../base/index.js";
import { type Sampler, type Space, Study } from "../../search/index.js";
import type { Finding } from "./issues.js";

export interface SearchCheck {
  /** Why the sampler cannot search the space. */
  readonly findings: readonly Finding[];
  /** How many points there are to try; `null` when there is no end of them, or a part of the search is broken. */
  readonly size: number | null;
}

/** Looks whether the sampler of a file goes with its space; `null` stands for what the file does not have. */
export function checkSearch(space: Parsed<Space> | null, sampler: Parsed<Sampler> | null): SearchCheck {
  if (space?.ok !== true || sampler?.ok !== true) return { findings: [], size: null };
  try {
    return { findings: [], size: new Study({ space: space.value, algo: sampler.value }).size };
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return { findings: [{ path: "algo", message: error.message }], size: null };
  }
}
