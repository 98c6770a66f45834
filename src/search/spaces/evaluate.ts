import { type Json, SweepError } from "../../base/index.js";
import type { Cast } from "./definition.js";
import type { Node, Values } from "./nodes.js";

/** What the objective sees of a part of a space; fresh objects each time, so that it may change them. */
export function evaluate(node: Node, values: Values): Json {
  switch (node.kind) {
    case "constant":
      return node.value;
    case "object": {
      const result: Record<string, Json> = {};
      for (const [key, child] of node.entries) result[key] = evaluate(child, values);
      return result;
    }
    case "list":
      return node.items.map((item) => evaluate(item, values));
    case "number":
      return cast(drawn(node.label, values), node.cast);
    case "choice": {
      const number = drawn(node.label, values);
      const option = node.options[number];
      if (option === undefined) throw missing(node.label, `has no option ${number}`);
      const value = evaluate(option, values);
      return typeof value === "number" ? cast(value, node.cast) : value;
    }
  }
}

/** Integers are cut as Python's `int` does; `+ 0` keeps -0 out of files and results. */
export function cast(value: number, kind: Cast): number {
  return kind === "int" ? Math.trunc(value) + 0 : value;
}

function drawn(label: string, values: Values): number {
  const value = values[label];
  if (value === undefined) throw missing(label, "is active but has no value");
  return value;
}

function missing(label: string, what: string): SweepError {
  return new SweepError("bad-space", `parameter "${label}" ${what}`);
}
