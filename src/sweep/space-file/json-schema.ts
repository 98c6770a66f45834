import { z } from "zod";
import type { JsonObject } from "../../base/index.js";
import { spaceJsonSchema } from "../../search/index.js";
import { spaceFileSchema } from "./schema.js";

/** The JSON Schema of space files (draft 2020-12), for editors: made from what the loader checks with. */
export function jsonSchema(): JsonObject {
  const schema = z.toJSONSchema(spaceFileSchema, { io: "input" }) as unknown as JsonObject;
  // References inside a schema start from the document's root, so the space's definitions move there.
  const { $defs = {}, ...space } = spaceJsonSchema();
  return { ...schema, title: "sweep space file", properties: { ...(schema.properties as JsonObject), space }, $defs };
}
