import type { Json } from "../../base/index.js";
import type { Parameter, SpaceValue } from "./definition.js";
import type { Space } from "./space.js";

/**
 * What the objective sees of a space: parameters replaced by their values, choices by what was chosen. Of a space that is
 * only known to be one, any JSON.
 */
export type ParamsOf<S> = [SpaceValue] extends [S] ? Json : Outcome<S>;

// Apart from `ParamsOf`, so that it takes the members of a union one by one.
type Outcome<S> =
  S extends Space<infer P>
    ? P
    : S extends Parameter<infer T>
      ? T
      : S extends object
        ? { -readonly [K in keyof S]: ParamsOf<S[K]> }
        : S;
