import type { Command } from "commander";
import { type Cell, toCsv } from "./output/csv.js";
import { toJson } from "./output/json.js";
import { type Column, table } from "./output/table.js";
import { createTerminal } from "./output/terminal.js";

/** The same rows in the three forms every list comes in. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly json: unknown;
  readonly csv: { readonly header: readonly string[]; readonly cells: (row: Row) => readonly Cell[] };
  /** What a person reads instead of an empty table. */
  readonly empty: string;
}

export interface ListingOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** Adds `--json` and `--csv`. */
export function listingOptions(command: Command): Command {
  return command.option("--json", "print JSON").option("--csv", "print CSV");
}

export function printListing<Row>(listing: Listing<Row>, options: ListingOptions): void {
  const terminal = createTerminal();
  if (options.json) terminal.line(toJson(listing.json));
  else if (options.csv) terminal.line(toCsv(listing.csv.header, listing.rows.map(listing.csv.cells)));
  else if (listing.rows.length === 0) terminal.errorLine(listing.empty);
  else terminal.line(table(listing.columns, listing.rows, terminal.out));
}
