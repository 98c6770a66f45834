import { compileSpace } from "./compile.js";
import type { SpaceDefinition } from "./definition.js";
import type { Values } from "./nodes.js";
import type { ParamsOf } from "./params-of.js";
import type { Space } from "./space.js";

/**
 * What the objective would see for drawn values, as hyperopt's `space_eval`: a choice's option number becomes the option.
 * Labels that are not in the space are ignored.
 *
 * @throws SweepError `bad-space` when a value that is needed is missing
 */
export function spaceEval<const S extends SpaceDefinition | Space<unknown>>(space: S, assignment: Values): ParamsOf<S> {
  return compileSpace(space).paramsOf(assignment);
}
