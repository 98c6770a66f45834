import { readFileSync } from "node:fs";

/** The installed package's version, read from its own package.json. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}
