const TOLERANCE = 1e-9;

/** What is wrong with the shares of a mix, `[[probability, …], …]`; empty when nothing is. */
export function shareProblems(parts: unknown): string[] {
  if (!Array.isArray(parts) || parts.length === 0) {
    return [`expected a list of [probability, sampler], got ${JSON.stringify(parts ?? undefined) ?? "nothing"}`];
  }
  const problems = parts.flatMap((part: unknown, index) => partProblem(part, index) ?? []);
  if (problems.length > 0) return problems;
  const sum = parts.reduce((total: number, [share]: [number]) => total + share, 0);
  return Math.abs(sum - 1) <= TOLERANCE ? [] : [`probabilities must sum to 1, got ${sum}`];
}

function partProblem(part: unknown, index: number): string | null {
  if (!Array.isArray(part) || part.length !== 2) {
    return `part ${index} must be [probability, sampler], got ${JSON.stringify(part)}`;
  }
  const share: unknown = part[0];
  const valid = typeof share === "number" && share >= 0 && share <= 1;
  return valid ? null : `probability of part ${index} must be a number in [0, 1], got ${String(share)}`;
}
