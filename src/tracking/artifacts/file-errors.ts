import { messageOf, SweepError } from "../../base/index.js";

/** The operating system's name for an error (`ENOENT`); empty for other errors. */
export function errorCode(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}

/** Whether a path led to nothing. */
export function isMissing(thrown: unknown): boolean {
  return /^(ENOENT|ENOTDIR)$/.test(errorCode(thrown));
}

/** An error of the artifact folder's disk or permissions, told with the folder and what to do. */
export function artifactError(thrown: unknown, root: string): unknown {
  if (thrown instanceof SweepError || errorCode(thrown) === "") return thrown;
  const advice = /^(ENOSPC|EDQUOT)$/.test(errorCode(thrown))
    ? "Free space on its disk, then try again"
    : "Check that it can be written, or name another with --artifact-root or SWEEP_ARTIFACT_ROOT";
  return new SweepError(
    "store-unusable",
    `The artifact folder ${root} cannot be used (${messageOf(thrown)}). ${advice}.`,
    {
      cause: thrown,
    },
  );
}
