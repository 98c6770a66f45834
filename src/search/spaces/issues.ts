import type { Issue } from "../../base/index.js";

/** One line that says all issues, for the message of an error. */
export function issuesMessage(subject: string, issues: readonly Issue[]): string {
  const words = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return words.length === 1 ? `${subject}: ${words[0]}` : `${words.length} problems in ${subject}: ${words.join("; ")}`;
}
