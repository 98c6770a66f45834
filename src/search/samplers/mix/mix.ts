import { SweepError } from "../../../base/index.js";
import type { Values } from "../../spaces/nodes.js";
import type { Sampler, SamplerContext } from "../sampler.js";
import { shareProblems } from "./shares.js";

/** A sampler and the share of suggestions that it makes. */
export type MixPart = readonly [probability: number, sampler: Sampler];

/**
 * Lets chance decide, by given probabilities, which of several samplers makes a suggestion, as hyperopt's `mix`. Each sees
 * all trials. Where the one that was chosen has no point left, the others are asked in the order given.
 *
 * @param parts at least one; probabilities in [0, 1] that sum to 1 within 1e-9
 * @throws SweepError `bad-argument`
 */
export function mix(parts: readonly MixPart[]): Sampler {
  const [problem] = [...shareProblems(parts), ...samplerProblems(parts)];
  if (problem !== undefined) throw new SweepError("bad-argument", `mix: ${problem}`);
  const samplers = parts.map(([, sampler]) => sampler);
  return {
    name: "mix",
    learns: samplers.some(({ learns }) => learns),
    suggest: (context) => suggest(parts, context),
    remaining: (known) => {
      // Asked for the sake of those that cannot search every space.
      for (const sampler of samplers) sampler.remaining?.(known);
      return null;
    },
  };
}

function samplerProblems(parts: readonly unknown[]): string[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: unknown, index) => {
    const sampler: unknown = Array.isArray(part) ? part[1] : null;
    const valid = typeof sampler === "object" && sampler !== null && "suggest" in sampler;
    return valid ? [] : [`part ${index} has no sampler, but ${JSON.stringify(sampler)}`];
  });
}

function suggest(parts: readonly MixPart[], context: SamplerContext): Values | null {
  const chosen = choose(parts, context.random.next());
  for (const [, sampler] of [chosen, ...parts.filter((part) => part !== chosen)]) {
    const values = sampler.suggest(context);
    if (values !== null) return values;
  }
  return null;
}

function choose(parts: readonly MixPart[], place: number): MixPart {
  let rest = place;
  let last = parts[0] as MixPart;
  for (const part of parts) {
    if (part[0] === 0) continue;
    last = part;
    rest -= part[0];
    if (rest < 0) break;
  }
  return last;
}
