import type { JsonObject } from "../../base/index.js";
import type { LoadedSpaceFile, LoadSpaceFileOptions } from "./load.js";

export type { LoadedSpaceFile, LoadSpaceFileOptions } from "./load.js";
export type { Override } from "./overrides.js";

/**
 * Reads a space file, lays the overrides over it and checks all of it. Changes nothing on disk.
 *
 * @throws SweepError `bad-space-file` with every issue found; the message shows each with its place and its line
 */
export async function loadSpaceFile(path: string, options: LoadSpaceFileOptions = {}): Promise<LoadedSpaceFile> {
  // Loaded when needed: the YAML parser and the schema library are of no use to the other users of this room.
  const { load } = await import("./load.js");
  return load(path, options);
}

/** The JSON Schema of space files, for editors. */
export async function spaceFileJsonSchema(): Promise<JsonObject> {
  const { jsonSchema } = await import("./json-schema.js");
  return jsonSchema();
}
