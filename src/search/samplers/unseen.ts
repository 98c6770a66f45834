import type { Values } from "../spaces/nodes.js";
import type { SamplerContext } from "./sampler.js";

const DRAWS = 50;
// More untried points than this need not be listed to choose among them fairly enough.
const LISTED = 1000;

/**
 * A random point; in a finite space one that was never proposed before, or `null` when all were. Costs O(1) while most
 * points are untried, O(points proposed) when few are left.
 */
export function sampleUnseen(context: SamplerContext): Values | null {
  const { space, history, random } = context;
  if (!space.isFinite) return space.sample(random);
  for (let draw = 0; draw < DRAWS; draw++) {
    const values = space.sample(random);
    if (!history.has(values)) return values;
  }
  return listedUnseen(context);
}

function listedUnseen({ space, history, random }: SamplerContext): Values | null {
  const untried: Values[] = [];
  for (const values of space.points()) {
    if (!history.has(values)) untried.push(values);
    if (untried.length === LISTED) break;
  }
  return untried[random.int(Math.max(1, untried.length))] ?? null;
}
