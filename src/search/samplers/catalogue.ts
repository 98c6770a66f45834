import type { Issue, Json, Parsed } from "../../base/index.js";
import { nearestName } from "../nearest-name.js";
import { isObject } from "../spaces/is-object.js";
import { type Options, optionProblems } from "./options.js";
import { rand } from "./random.js";
import type { Sampler } from "./sampler.js";
import { tpeOptions } from "./tpe/options.js";
import { tpe } from "./tpe/tpe.js";

interface SamplerKind {
  readonly options: Options;
  create(options: object): Sampler;
}

/** Every sampler by the name it has in a space file. */
const samplerKinds: Readonly<Record<string, SamplerKind>> = {
  tpe: { options: tpeOptions, create: tpe },
  random: { options: {}, create: rand },
};

export const samplerNames: readonly string[] = Object.keys(samplerKinds);

/** The sampler of a search that names none. */
export const defaultAlgo = "tpe";

/**
 * Reads the `algo:` of a space file: a sampler's name, or one key that is its name over its options. Paths of issues are
 * relative to `algo:`.
 */
export function parseAlgo(raw: Json): Parsed<Sampler> {
  const entries = typeof raw === "string" ? [[raw, {}] as const] : isObject(raw) ? Object.entries(raw) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) {
    return refused("", `expected a sampler's name, or one name over its options; known are ${samplerNames.join(", ")}`);
  }
  const [name, given] = entry;
  const kind = Object.hasOwn(samplerKinds, name) ? samplerKinds[name] : undefined;
  if (kind === undefined) return refused(typeof raw === "string" ? "" : name, unknownSampler(name));
  const options = given ?? {};
  if (!isObject(options)) return refused(name, `expected options as a mapping, got ${JSON.stringify(given)}`);
  const issues = optionProblems(kind.options, options).map(({ key, message }) => ({ path: `${name}.${key}`, message }));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: kind.create(options) };
}

function refused(path: string, message: string): { ok: false; issues: readonly Issue[] } {
  return { ok: false, issues: [{ path, message }] };
}

function unknownSampler(name: string): string {
  const near = nearestName(name, samplerNames);
  const hint = near === null ? "" : `did you mean "${near}"? `;
  return `unknown sampler "${name}"; ${hint}known are ${samplerNames.join(", ")}`;
}
