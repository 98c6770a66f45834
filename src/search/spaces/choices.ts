const SUM_TOLERANCE = 1e-9;

/** What is wrong with the list of a `choice`; empty when nothing is. */
export function choiceProblems(options: unknown): string[] {
  if (!Array.isArray(options)) return [`choice takes a list of options, got ${JSON.stringify(options) ?? "nothing"}`];
  return options.length === 0 ? ["choice needs at least one option, got an empty list"] : [];
}

/** What is wrong with the list of a `pchoice`, `[[probability, option], …]`; empty when nothing is. */
export function probabilityProblems(pairs: unknown): string[] {
  if (!Array.isArray(pairs))
    return [`pchoice takes a list of [probability, option], got ${JSON.stringify(pairs) ?? "nothing"}`];
  if (pairs.length === 0) return ["pchoice needs at least one option, got an empty list"];
  const problems = pairs.flatMap((pair: unknown, index) => pairProblem(pair, index) ?? []);
  if (problems.length > 0) return problems;
  const sum = pairs.reduce((total: number, pair) => total + (pair as [number])[0], 0);
  return Math.abs(sum - 1) <= SUM_TOLERANCE ? [] : [`probabilities must sum to 1, got ${sum}`];
}

function pairProblem(pair: unknown, index: number): string | null {
  if (!Array.isArray(pair) || pair.length !== 2) {
    return `option ${index} must be [probability, option], got ${JSON.stringify(pair)}`;
  }
  const probability: unknown = pair[0];
  const valid = typeof probability === "number" && probability >= 0 && probability <= 1;
  return valid ? null : `probability of option ${index} must be a number in [0, 1], got ${String(probability)}`;
}

export function equalProbabilities(count: number): number[] {
  return new Array<number>(count).fill(1 / count);
}
