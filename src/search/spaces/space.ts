import { type Issue, type JsonObject, type Random, SweepError } from "../../base/index.js";
import { isHyperoptValue } from "../distributions/hyperopt-rounding.js";
import { evaluate } from "./evaluate.js";
import { issuesMessage } from "./issues.js";
import { matchParams } from "./match.js";
import { namesOf } from "./names.js";
import { isActive, type Node, type SpaceParameter, type Values } from "./nodes.js";
import { type Axis, countPoints, listPoints } from "./points.js";

/**
 * A checked search space. It knows two forms of a point: the drawn values (label to number, a choice's option number),
 * which samplers work with, and the params (nested, choices replaced by what was chosen), which the objective sees.
 *
 * @typeParam P type of the params
 */
export class Space<P = JsonObject> {
  readonly #root: Node;
  /** What is drawn; a choice comes before everything that depends on it. */
  readonly parameters: readonly SpaceParameter[];
  /** Labels of `parameters`, in the same order. */
  readonly labels: readonly string[];
  /** Whether the number of points has an end. */
  readonly isFinite: boolean;
  #size: number | null = null;

  /** For `compileSpace` and `parseSpace`, which check first. */
  constructor(root: Node, parameters: readonly SpaceParameter[]) {
    this.#root = root;
    this.parameters = parameters;
    this.labels = parameters.map((parameter) => parameter.label);
    this.isFinite = parameters.every((parameter) => Number.isFinite(parameter.distribution.count));
  }

  /** Every dotted name that can occur in the params, constants and inactive parameters included. */
  parameterNames(): readonly string[] {
    return namesOf(this.#root, "");
  }

  /** Draws one point from the prior. */
  sample(random: Random): Values {
    return this.build(({ distribution }) => distribution.fromUnit(random.next()));
  }

  /** Makes a point parameter by parameter: `choose` is asked for those that the choices so far made active. */
  build(choose: (parameter: SpaceParameter, index: number) => number): Values {
    const values: Record<string, number> = {};
    for (const [index, parameter] of this.parameters.entries()) {
      if (isActive(parameter, values, this.parameters)) values[parameter.label] = choose(parameter, index);
    }
    return values;
  }

  /**
   * The point as the objective sees it, in fresh objects.
   *
   * @throws SweepError `bad-space` when an active parameter has no value, or a choice no such option
   */
  paramsOf(values: Values): P {
    // The tree was checked to give an object; its exact type is known to the compiler only.
    return evaluate(this.#root, values) as unknown as P;
  }

  /**
   * The drawn values of a point given as the objective sees it. Constants may be left out, but not inside options.
   *
   * @throws SweepError `bad-space` naming everything that does not fit
   */
  valuesOf(params: unknown): Values {
    const { values, issues } = matchParams(this.#root, params);
    if (issues.length > 0) throw new SweepError("bad-space", issuesMessage("the params", issues), { issues });
    return values;
  }

  /** What is wrong with drawn values: out of range, missing, inactive or unknown. Empty when nothing is. */
  validate(values: Values): readonly Issue[] {
    const issues: Issue[] = [];
    for (const parameter of this.parameters) {
      const { label, distribution } = parameter;
      const value = values[label];
      const active = isActive(parameter, values, this.parameters);
      if (value === undefined && active)
        issues.push({ path: label, message: `expected ${distribution.expected}, got nothing` });
      if (value === undefined) continue;
      if (!active) issues.push({ path: label, message: "has a value, but is not active at this point" });
      else if (distribution.nearest(value) !== value && !isHyperoptValue(distribution.hyperopt, value)) {
        issues.push({ path: label, message: `expected ${distribution.expected}, got ${value}` });
      }
    }
    for (const label of Object.keys(values)) {
      if (!this.labels.includes(label))
        issues.push({ path: label, message: "the space has no parameter with this label" });
    }
    return issues;
  }

  /** A text that two points share exactly when their drawn values are the same. */
  keyOf(values: Values): string {
    return this.labels.map((label) => values[label] ?? "").join("|");
  }

  /** How many points there are; `Infinity` unless the space is finite. */
  get size(): number {
    this.#size ??= countPoints(this.parameters, this.#axes());
    return this.#size;
  }

  /** All points of a finite space, one after the other; points that cannot be drawn are left out. */
  points(): Generator<Values, void> {
    return listPoints(this.parameters, this.#axes());
  }

  #axes(): readonly Axis[] {
    return this.parameters.map(({ distribution }) => distribution);
  }
}
