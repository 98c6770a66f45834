/** One value given outside the file, which goes before it. */
export interface Override {
  /** Keys from the root of the file: `["metric", "goal"]`. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** How it was written, for messages: `--goal`. */
  readonly source: string;
}

type Mapping = Readonly<Record<string, unknown>>;

/** The file's data with the overrides in it; the data itself is left alone. */
export function overlaid(data: unknown, overrides: readonly Override[]): unknown {
  if (!isMapping(data)) return data;
  return overrides.reduce<Mapping>((whole, { path, value }) => withValue(whole, path, value), data);
}

function withValue(whole: Mapping, [key = "", ...rest]: readonly string[], value: unknown): Mapping {
  const before = whole[key];
  return { ...whole, [key]: rest.length === 0 ? value : withValue(isMapping(before) ? before : {}, rest, value) };
}

/** The words that gave the value at a dotted path; `null` when it comes from the file. */
export function sourceOf(path: string, overrides: readonly Override[]): string | null {
  const given = overrides.find((override) => {
    const overridden = override.path.join(".");
    return path === overridden || path.startsWith(`${overridden}.`);
  });
  return given?.source ?? null;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
