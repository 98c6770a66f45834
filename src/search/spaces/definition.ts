import type { Distribution } from "../distributions/distribution.js";

/** Where a parameter keeps its description; a symbol, so that no constant of a space can be taken for one. */
export const PARAMETER: unique symbol = Symbol("parameter");
export declare const OUTCOME: unique symbol;

/**
 * Something a search draws, made by `hp.*` or by a distribution of a space file.
 *
 * @typeParam T what the objective sees of it
 */
export interface Parameter<T = unknown> {
  readonly [PARAMETER]: ParameterDescription;
  /** Only for the compiler; never there. */
  readonly [OUTCOME]?: T;
}

export interface ParameterDescription {
  /** What is drawn. The same object in two places is one draw shared by both. */
  readonly draw: Draw;
  /** What is done to the drawn value before the objective sees it. */
  readonly cast: Cast;
}

export type Cast = "none" | "int";

export interface Draw {
  /** `null`: the place in the space gives the name. */
  readonly label: string | null;
  readonly distribution: Distribution;
  /** What the drawn option number stands for; `null` when the number itself is the value. */
  readonly options: readonly SpaceValue[] | null;
}

/** Anything that may stand in a space: a parameter, a constant, or an object or array of such. */
export type SpaceValue =
  | null
  | boolean
  | number
  | string
  | Parameter
  | readonly SpaceValue[]
  | { readonly [key: string]: SpaceValue };

/** A search space: an object of parameters and constants, nested at will, or a choice between such objects. */
export type SpaceDefinition = { readonly [key: string]: SpaceValue } | Parameter<object>;

export function isParameter(value: unknown): value is Parameter {
  return typeof value === "object" && value !== null && PARAMETER in value;
}

export function createParameter<T>(draw: Draw, cast: Cast = "none"): Parameter<T> {
  return { [PARAMETER]: { draw, cast } };
}
