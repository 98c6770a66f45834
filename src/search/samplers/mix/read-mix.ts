import type { Json, Parsed } from "../../../base/index.js";
import { below, type Reader } from "../../readers.js";
import type { Sampler } from "../sampler.js";
import { type MixPart, mix } from "./mix.js";
import { shareProblems } from "./shares.js";

/** Reads `[[0.2, random], [0.8, { tpe: { startup: 20 } }]]`. */
export function readMix(written: Json, readSampler: Reader<Sampler>): Parsed<Sampler> {
  const problems = shareProblems(written);
  if (problems.length > 0) return { ok: false, issues: problems.map((message) => ({ path: "", message })) };
  const parsed = (written as readonly [number, Json][]).map(([share, named]) => [share, readSampler(named)] as const);
  const issues = parsed.flatMap(([, sampler], index) =>
    sampler.ok ? [] : sampler.issues.map((issue) => ({ ...issue, path: below(`${index}.1`, issue.path) })),
  );
  if (issues.length > 0) return { ok: false, issues };
  const parts = parsed.flatMap(([share, sampler]): MixPart[] => (sampler.ok ? [[share, sampler.value]] : []));
  return { ok: true, value: mix(parts) };
}
