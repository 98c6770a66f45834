import type { Parameter } from "./definition.js";
import type { Space } from "./space.js";

/** What the objective sees of a space: parameters replaced by their values, choices by what was chosen. */
export type ParamsOf<S> =
  S extends Space<infer P>
    ? P
    : S extends Parameter<infer T>
      ? T
      : S extends object
        ? { -readonly [K in keyof S]: ParamsOf<S[K]> }
        : S;
