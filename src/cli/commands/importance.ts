import type { Command } from "commander";
import type { Importance } from "../../search/index.js";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { type Listing, type ListingOptions, listingOptions, printListing } from "../listing.js";
import { percent } from "../output/numbers.js";
import { createTerminal } from "../output/terminal.js";
import { withStore } from "../with-store.js";

const BAR_COLUMNS = 30;

export function define(command: Command): void {
  listingOptions(command.argument(...SWEEP_ARGUMENT)).action(async (wanted: string, options: ListingOptions) => {
    const found = await withStore(command, async (store) => {
      const { findSweep, sweepImportance } = await import("../../sweep/index.js");
      return sweepImportance(store, (await findSweep(store, wanted)).sweepId);
    });
    printListing(listingOf(found), options);
  });
  example(command, "sweep importance latest", "sweep importance diabetes --csv");
}

function listingOf(rows: readonly Importance[]): Listing<Importance> {
  const { out } = createTerminal();
  const named = rows.map(({ label, importance }) => ({ parameter: label, importance }));
  return {
    rows,
    columns: [
      { title: "parameter", text: ({ label }) => label },
      { title: "importance", align: "right", text: ({ importance }) => percent(importance) },
      { title: "", text: barOf, paint: (cell) => out.colors.cyan(cell) },
    ],
    json: named,
    csv: { header: ["parameter", "importance"], cells: ({ label, importance }) => [label, importance] },
    empty: "the space has no parameters",
  };
}

/** All parameters together have the full length. */
function barOf({ importance }: Importance): string {
  return "━".repeat(Math.round(importance * BAR_COLUMNS));
}
