import type { Distribution } from "../distributions/distribution.js";
import type { Cast } from "./definition.js";

/** A drawn parameter of a compiled space. */
export interface SpaceParameter {
  /** Unique in its space. */
  readonly label: string;
  readonly distribution: Distribution;
  /** It is active when any of these holds; `null`: always. */
  readonly activeWhen: readonly Condition[] | null;
}

/** "That choice took this option, and is active itself." Choices come before what depends on them. */
export interface Condition {
  /** Index of the choice in the space's parameters. */
  readonly parameter: number;
  readonly option: number;
}

/** Label to drawn value (a choice's option number); inactive parameters are absent. */
export type Values = Readonly<Record<string, number>>;

/** The tree of a compiled space: what its params are made of. */
export type Node =
  | { readonly kind: "constant"; readonly value: null | boolean | number | string }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, node: Node])[] }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | NumberNode
  | ChoiceNode;

export interface NumberNode {
  readonly kind: "number";
  readonly label: string;
  readonly distribution: Distribution;
  readonly cast: Cast;
}

export interface ChoiceNode {
  readonly kind: "choice";
  readonly label: string;
  readonly options: readonly Node[];
  readonly cast: Cast;
}
