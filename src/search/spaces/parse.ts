import type { Issue, JsonObject, Parsed } from "../../base/index.js";
import { distributionNames, numericKinds } from "../distributions/catalogue.js";
import { categorical } from "../distributions/categorical.js";
import { argumentProblems, type DistributionKind } from "../distributions/kind.js";
import { nearestName } from "../nearest-name.js";
import { choiceProblems, equalProbabilities, probabilityProblems } from "./choices.js";
import { tryCompile } from "./compile.js";
import { createParameter, PARAMETER, type Parameter, type SpaceValue } from "./definition.js";
import { isObject } from "./is-object.js";
import { isAlwaysNumber } from "./scope.js";
import type { Space } from "./space.js";

/**
 * Reads the `space:` mapping of a space file: `{ quniform: [2, 8, 1], int: true }` is a parameter, a mapping without a
 * distribution is nested, anything else is a constant. All issues come at once; their paths lead through the mapping as it
 * is written (`booster.choice.1.rate_drop.uniform`).
 */
export function parseSpace(raw: unknown): Parsed<Space<JsonObject>> {
  if (!isObject(raw)) return { ok: false, issues: [{ path: "", message: "expected a mapping of parameters" }] };
  const reader = new SpaceReader();
  const definition = reader.readMapping(raw, "");
  return reader.issues.length > 0 ? { ok: false, issues: reader.issues } : tryCompile(definition);
}

/** Collects issues while it turns what was written into a space definition. */
class SpaceReader {
  readonly issues: Issue[] = [];

  readMapping(raw: Readonly<Record<string, unknown>>, path: string): SpaceValue {
    const name = distributionIn(raw);
    if (name !== null) return this.#readParameter(raw, { name, path });
    const misspelt = misspeltDistribution(raw);
    if (misspelt !== null) {
      return this.#refuse(join(path, misspelt.key), `unknown distribution; did you mean "${misspelt.near}"?`);
    }
    // A name that cannot be a key of an object is refused when the space is compiled.
    return Object.fromEntries(Object.entries(raw).map(([key, child]) => [key, this.#read(child, join(path, key))]));
  }

  #read(raw: unknown, path: string): SpaceValue {
    if (Array.isArray(raw)) return raw.map((item, index) => this.#read(item, join(path, index)));
    if (isObject(raw)) return this.readMapping(raw, path);
    const constant = raw === null || typeof raw === "boolean" || typeof raw === "string" || Number.isFinite(raw);
    if (constant) return raw as SpaceValue;
    return this.#refuse(path, `expected a distribution or a JSON value, got ${String(raw)}`);
  }

  #readParameter(raw: Readonly<Record<string, unknown>>, { name, path }: { name: string; path: string }): SpaceValue {
    this.#checkOtherKeys(raw, { name, path });
    const inner = join(path, name);
    const parameter =
      name === "choice"
        ? this.#readChoice(raw[name], inner)
        : name === "pchoice"
          ? this.#readPchoice(raw[name], inner)
          : this.#readNumeric(raw[name], inner, numericKinds[name as keyof typeof numericKinds]);
    return parameter === null ? null : this.#withInt(parameter, raw.int, path);
  }

  #readNumeric(raw: unknown, path: string, kind: DistributionKind): Parameter | null {
    const problems = Array.isArray(raw)
      ? argumentProblems(kind, raw)
      : [`${kind.name} takes a list, got ${shown(raw)}`];
    if (this.#refuseAll(path, problems)) return null;
    return createParameter({ label: null, distribution: kind.create(...(raw as number[])), options: null });
  }

  #readChoice(raw: unknown, path: string): Parameter | null {
    if (this.#refuseAll(path, choiceProblems(raw))) return null;
    const options = (raw as readonly unknown[]).map((option, index) => this.#read(option, join(path, index)));
    return createParameter({ label: null, distribution: categorical(equalProbabilities(options.length)), options });
  }

  #readPchoice(raw: unknown, path: string): Parameter | null {
    if (this.#refuseAll(path, probabilityProblems(raw))) return null;
    const pairs = raw as readonly (readonly [number, unknown])[];
    const options = pairs.map(([, option], index) => this.#read(option, `${join(path, index)}.1`));
    const distribution = categorical(pairs.map(([probability]) => probability));
    return createParameter({ label: null, distribution, options });
  }

  #withInt(parameter: Parameter, int: unknown, path: string): SpaceValue {
    if (int !== true) return parameter;
    if (isAlwaysNumber(parameter)) return createParameter(parameter[PARAMETER].draw, "int");
    return this.#refuse(join(path, "int"), "int is for parameters whose values are all numbers");
  }

  #checkOtherKeys(raw: Readonly<Record<string, unknown>>, { name, path }: { name: string; path: string }): void {
    for (const key of Object.keys(raw)) {
      if (key === name) continue;
      if (key !== "int") {
        const hint = nearestName(key, ["int"]) === null ? "" : `; did you mean "int"?`;
        this.#refuse(join(path, key), `unexpected beside ${name}, where only "int" may stand${hint}`);
      } else if (typeof raw.int !== "boolean") {
        this.#refuse(join(path, "int"), `int must be true or false, got ${shown(raw.int)}`);
      }
    }
  }

  #refuseAll(path: string, messages: readonly string[]): boolean {
    for (const message of messages) this.#refuse(path, message);
    return messages.length > 0;
  }

  #refuse(path: string, message: string): null {
    this.issues.push({ path, message });
    return null;
  }
}

function distributionIn(raw: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(raw).find((key) => distributionNames.includes(key)) ?? null;
}

/** A mapping of one key that looks like a distribution over a list: a slip far more often than a nested constant. */
function misspeltDistribution(raw: Readonly<Record<string, unknown>>): { key: string; near: string } | null {
  const [key, ...others] = Object.keys(raw).filter((name) => name !== "int");
  if (key === undefined || others.length > 0 || !Array.isArray(raw[key])) return null;
  const near = nearestName(key, distributionNames);
  return near === null ? null : { key, near };
}

function join(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
