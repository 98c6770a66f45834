import type { Node } from "./nodes.js";

/** Dotted names that a part of a space can have once `flattenParams` has flattened it, in order; the part itself is `name`. */
export function namesOf(node: Node, name: string): readonly string[] {
  switch (node.kind) {
    case "object":
      return node.entries.flatMap(([key, child]) => namesOf(child, name === "" ? key : `${name}.${key}`));
    case "choice":
      return [...new Set(node.options.flatMap((option) => namesOf(option, name)))];
    default:
      return [name];
  }
}
