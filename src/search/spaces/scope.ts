import { SweepError } from "../../base/index.js";
import { createParameter, isParameter, PARAMETER, type Parameter, type SpaceValue } from "./definition.js";

/** Whether every value that can come out of this part of a space is a number. */
export function isAlwaysNumber(value: SpaceValue): boolean {
  if (!isParameter(value)) return typeof value === "number";
  const { options } = value[PARAMETER].draw;
  return options === null || options.every(isAlwaysNumber);
}

/** Casts applied to what a parameter gives, before the objective sees it. The drawn value stays as it is. */
export const scope = {
  /** Cuts the fraction off, as Python's `int`. For parameters whose values are all numbers. */
  int(parameter: Parameter<number>): Parameter<number> {
    checkNumeric("int", parameter);
    return createParameter(parameter[PARAMETER].draw, "int");
  },
  /** Leaves the number as it is; here for spaces that come from hyperopt. */
  float(parameter: Parameter<number>): Parameter<number> {
    checkNumeric("float", parameter);
    return createParameter(parameter[PARAMETER].draw, "none");
  },
};

function checkNumeric(cast: string, parameter: Parameter): void {
  if (isParameter(parameter) && isAlwaysNumber(parameter)) return;
  throw new SweepError("bad-space", `scope.${cast} takes a parameter whose values are all numbers`);
}
