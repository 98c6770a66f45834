import { readFileSync } from "node:fs";

/** This product's version, from the package.json two folders up in the sources as in the built package. */
export function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}

/** Whether version `a` is newer than `b`, by its three numbers; what follows a hyphen does not count. */
export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => (version.split("-")[0] ?? "").split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
