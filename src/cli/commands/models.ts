import type { Command } from "commander";
import { SweepError } from "../../base/index.js";
import type { ModelVersion, RegisteredModel, TrackingSchema } from "../../tracking/index.js";
import { example } from "../arguments.js";
import { type Listing, type ListingOptions, listingOptions, printListing } from "../listing.js";
import { short } from "../output/numbers.js";
import { createTerminal } from "../output/terminal.js";
import { ago } from "../output/times.js";
import { storeExists, withStore } from "../with-store.js";

export function define(command: Command): void {
  listingOptions(command.argument("[name]", "a registered model, to list its versions")).action(
    async (name: string | undefined, options: ListingOptions) => {
      if (name !== undefined) printListing(versionListing(await versionsOf(command, name)), options);
      else printListing(modelListing(storeExists(command) ? await allModels(command) : []), options);
    },
  );
  example(command, "sweep models", "sweep models diabetes-regressor --json");
}

function allModels(command: Command): Promise<readonly RegisteredModel[]> {
  return withStore(command, async (store) => {
    const { listRegisteredModels } = await import("../../tracking/index.js");
    return listRegisteredModels(store.database.as<TrackingSchema>().kysely);
  });
}

function versionsOf(command: Command, name: string): Promise<readonly ModelVersion[]> {
  return withStore(command, async (store) => {
    const { getRegisteredModel, listModelVersions } = await import("../../tracking/index.js");
    const { kysely } = store.database.as<TrackingSchema>();
    if ((await getRegisteredModel(kysely, name)) === null) {
      throw new SweepError("not-found", `there is no registered model "${name}"; sweep models lists all`);
    }
    return listModelVersions(kysely, name);
  });
}

function modelListing(models: readonly RegisteredModel[]): Listing<RegisteredModel> {
  const { out } = createTerminal();
  return {
    rows: models,
    columns: [
      { title: "model", text: ({ name }) => name, paint: out.colors.bold },
      { title: "latest", align: "right", text: ({ latestVersion }) => versionText(latestVersion) },
      { title: "aliases", text: ({ aliases }) => aliasText(aliases) },
      { title: "changed", text: ({ lastUpdatedTimeMs }) => ago(lastUpdatedTimeMs, Date.now()) },
      { title: "latest version's result", text: ({ latestVersion }) => resultText(latestVersion) },
    ],
    json: models,
    csv: {
      header: ["name", "latestVersion", "aliases", "lastUpdatedAt"],
      cells: ({ name, latestVersion, aliases, lastUpdatedTimeMs }) => [
        name,
        latestVersion?.version ?? null,
        aliasText(aliases),
        new Date(lastUpdatedTimeMs).toISOString(),
      ],
    },
    empty: "no registered models yet; a sweep registers its best model when the space file says model:",
  };
}

function versionListing(versions: readonly ModelVersion[]): Listing<ModelVersion> {
  const { out } = createTerminal();
  return {
    rows: versions,
    columns: [
      { title: "version", align: "right", text: ({ version }) => String(version), paint: out.colors.bold },
      { title: "aliases", text: ({ aliases }) => aliases.join(", ") },
      { title: "created", text: ({ creationTimeMs }) => ago(creationTimeMs, Date.now()) },
      { title: "result", text: resultText },
      { title: "source", text: ({ source }) => source, uncut: true },
    ],
    json: versions,
    csv: {
      header: ["name", "version", "aliases", "runId", "source", "createdAt"],
      cells: ({ name, version, aliases, runId, source, creationTimeMs }) => [
        name,
        version,
        aliases.join(" "),
        runId,
        source,
        new Date(creationTimeMs).toISOString(),
      ],
    },
    empty: "no versions",
  };
}

function versionText(version: ModelVersion | null): string {
  return version === null ? "" : String(version.version);
}

function aliasText(aliases: Readonly<Record<string, number>>): string {
  return Object.entries(aliases)
    .map(([alias, version]) => `${alias}=${version}`)
    .join(" ");
}

/** `rmse 56.359 (trial 7 of 4f2a9c01)`; of a version that no sweep made, its description. */
function resultText(version: ModelVersion | null): string {
  if (version === null) return "";
  const { tags, description } = version;
  const [metric, value, trial, sweepId] = ["metric", "value", "trial", "id"].map((name) => tags[`sweep.${name}`]);
  if (metric === undefined || value === undefined) return description.split("\n", 1)[0] ?? "";
  return `${metric} ${short(Number(value))} (trial ${trial} of ${sweepId})`;
}
