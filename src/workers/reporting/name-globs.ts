/**
 * Whether a metric's name is one of `globs`, where `*` stands for any characters and `?` for one.
 *
 * @param globs `null` takes every name
 */
export function nameMatcher(globs: readonly string[] | null): (name: string) => boolean {
  if (globs === null) return () => true;
  const patterns = globs.map((glob) => new RegExp(`^${glob.split("").map(globCharacter).join("")}$`, "s"));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

function globCharacter(character: string): string {
  if (character === "*") return ".*";
  if (character === "?") return ".";
  return character.replace(/[\\^$.|+()[\]{}]/, "\\$&");
}
