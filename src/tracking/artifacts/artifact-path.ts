import { lstat, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { SweepError } from "../../base/index.js";
import { errorCode, isMissing } from "./file-errors.js";

const MAX_SEGMENT_BYTES = 255;

/** Why no artifact may be called this; `null` when it may. One part of a path, without the slashes. */
export function segmentProblem(segment: string): string | null {
  if (segment === "" || segment === "." || segment === "..") return 'a part of it is empty, "." or ".."';
  if (/[/\\\0]/.test(segment)) return "it holds a slash, a backslash or a NUL inside a name";
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `a name in it is longer than ${MAX_SEGMENT_BYTES} bytes`;
  return null;
}

/**
 * The names an artifact path consists of, in Unicode's composed form (NFC); none for the empty path. Percent-encoding is
 * not decoded here: whoever takes paths from URLs does that once, before.
 *
 * @throws SweepError `bad-argument` when the path could lead out of its root: absolute, `..`, a backslash, a NUL
 */
export function parseArtifactPath(path: string): readonly string[] {
  if (path === "") return [];
  const segments = path.normalize("NFC").split("/");
  for (const segment of segments) {
    const problem = segmentProblem(segment);
    if (problem === null) continue;
    throw new SweepError("bad-argument", `Invalid artifact path ${JSON.stringify(path)}: ${problem}`);
  }
  return segments;
}

/**
 * Joins checked names to a root folder and makes sure that no symbolic link on the way leads out of it. What the path
 * names need not exist.
 *
 * @throws SweepError `bad-argument` when a link leads out or nowhere
 */
export async function resolveInside(root: string, segments: readonly string[]): Promise<string> {
  const path = join(root, ...segments);
  const realRoot = await realOfExisting(root);
  const real = await realOfExisting(path);
  if (real !== null && realRoot !== null && (real === realRoot || real.startsWith(realRoot + sep))) return path;
  throw new SweepError(
    "bad-argument",
    `Invalid artifact path ${JSON.stringify(segments.join("/"))}: it leads to no place inside the artifacts`,
  );
}

/** Where a path, or its nearest ancestor that exists, really is; `null` when a link on the way leads nowhere. */
async function realOfExisting(path: string): Promise<string | null> {
  for (let candidate = path; ; candidate = dirname(candidate)) {
    try {
      return await realpath(candidate);
    } catch (thrown) {
      if (errorCode(thrown) === "ELOOP") return null;
      if (!isMissing(thrown)) throw thrown;
      const isDeadLink = await lstat(candidate).then(
        () => true,
        () => false,
      );
      if (isDeadLink) return null;
    }
  }
}
