import type { Json } from "../../base/index.js";
import { defaultAlgo, parseAlgo, parseSpace } from "../../search/index.js";
import type { SpaceFile } from "./schema.js";

/** How an algorithm that decides by itself will search, and that it was nobody's choice when the file names none. */
export function algoNotices({ algo, space, max_evals, parallel = 1 }: SpaceFile): readonly string[] {
  const sampler = parseAlgo((algo ?? defaultAlgo) as Json);
  const searched = parseSpace(space as Json);
  if (!sampler.ok || !searched.ok) return [];
  const chosen = sampler.value.describe?.(searched.value, { maxEvals: max_evals ?? null, parallel });
  if (chosen === undefined) return [];
  return [`algo: ${sampler.value.name} (${algo === undefined ? "default: " : ""}${chosen})`];
}
