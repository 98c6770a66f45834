import type { Migration } from "../../src/database/index.js";

/** A room with one small table. `position` tells rows apart, so that several processes may write the same numbers. */
export const counterMigrations: readonly Migration[] = [
  {
    name: "counter-001-numbers",
    statements: ["CREATE TABLE counter (position INTEGER PRIMARY KEY, number INTEGER NOT NULL)"],
  },
];

export interface CounterSchema {
  counter: { position: number | undefined; number: number };
}
