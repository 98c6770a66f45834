import { isAbsolute, normalize, sep } from "node:path";
import { messageOf } from "../../base/index.js";
import type { Space } from "../../search/index.js";
import { checkPlaceholders, environmentNames } from "../../workers/index.js";
import { type Finding, shown } from "./issues.js";
import { isMapping } from "./overrides.js";

/*
 * Rules between keys, and rules about names. They look at the data as written, so that they are reported together with
 * whatever else is wrong; a value of the wrong type is the schema's business and passes here.
 */

const PARAMETER_NAME = /^[A-Za-z_][\w.-]*$/;
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;
const PLACEHOLDERS = ["params", "params_file"];

/** @param space `null` when it is missing or broken */
export function ruleFindings(data: unknown, space: Space | null): readonly Finding[] {
  if (!isMapping(data)) return [];
  // Dotted, of every parameter and constant.
  const names = space?.parameterNames() ?? null;
  return [
    ...budgetFindings(data, space),
    ...modelFindings(data.model),
    ...environmentFindings(data.env),
    ...(names === null ? [] : [...nameFindings(names), ...collisionFindings(names)]),
    ...commandFindings(data.command, names),
  ];
}

function budgetFindings(
  { max_evals, timeout, algo }: Readonly<Record<string, unknown>>,
  space: Space | null,
): readonly Finding[] {
  if (max_evals !== undefined || timeout !== undefined || isGrid(algo) || space?.isFinite === true) return [];
  return [
    { path: "max_evals", message: "is required, unless a timeout is given, the space is finite or algo is grid" },
  ];
}

/** Whether the `algo:` of a file is the grid, which ends by itself. */
export function isGrid(algo: unknown): boolean {
  return algo === "grid" || (isMapping(algo) && "grid" in algo);
}

function modelFindings(model: unknown): readonly Finding[] {
  if (typeof model !== "string") return [];
  const path = normalize(model);
  const outside = isAbsolute(model) || path.split(sep).includes("..") || path === "." || path === `.${sep}`;
  return outside
    ? [{ path: "model", message: `expected a path inside the trial's output folder, got ${shown(model)}` }]
    : [];
}

function environmentFindings(env: unknown): readonly Finding[] {
  if (!isMapping(env)) return [];
  const { secrets, ...variables } = env;
  const named = Object.keys(variables).map((name) => ({ path: `env.${name}`, name }));
  const listed = (Array.isArray(secrets) ? secrets : []).flatMap((name: unknown, index) =>
    typeof name === "string" ? [{ path: `env.secrets.${index}`, name }] : [],
  );
  return [...named, ...listed].flatMap(({ path, name }): readonly Finding[] => {
    if (!VARIABLE_NAME.test(name)) {
      return [{ path, message: `expected a variable name of letters, digits and _, got ${shown(name)}`, at: "key" }];
    }
    return name.startsWith("SWEEP_")
      ? [{ path, message: "variables that begin with SWEEP_ are set by sweep", at: "key" }]
      : [];
  });
}

function nameFindings(names: readonly string[]): readonly Finding[] {
  return names.flatMap((name): readonly Finding[] => {
    const path = `space.${name}`;
    if (!PARAMETER_NAME.test(name)) {
      return [{ path, message: "names begin with a letter or _ and hold letters, digits, _ . and - only", at: "key" }];
    }
    return PLACEHOLDERS.includes(name)
      ? [{ path, message: `{${name}} stands for all parameters in a command; choose another name`, at: "key" }]
      : [];
  });
}

function collisionFindings(names: readonly string[]): readonly Finding[] {
  return environmentNames(names).collisions.flatMap(({ variable, parameters }): readonly Finding[] => {
    const [first, ...others] = parameters;
    const message = `has the environment variable ${variable}, as ${first} has already; rename one`;
    return others.map((name) => ({ path: `space.${name}`, message, at: "key" }));
  });
}

function commandFindings(command: unknown, names: readonly string[] | null): readonly Finding[] {
  if (command === undefined) {
    return [{ path: "command", message: "is required: no command follows -- on the command line" }];
  }
  if (!Array.isArray(command) || !command.every((word) => typeof word === "string")) return [];
  if (command[0] === "") return [{ path: "command", message: "expected a program as the first word, got empty text" }];
  if (names === null) return [];
  try {
    checkPlaceholders(command, names);
    return [];
  } catch (error) {
    return [{ path: "command", message: messageOf(error) }];
  }
}
