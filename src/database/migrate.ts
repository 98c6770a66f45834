import { SweepError } from "../base/index.js";
import type { Connection, Database, Migration } from "./database.js";
import { isNewer, productVersion } from "./product-version.js";

interface AppliedMigration {
  readonly name: string;
  /** Version of this product that applied it. */
  readonly version: string;
}

const CREATE_LEDGER = `CREATE TABLE IF NOT EXISTS hypersweep_migrations (
  name TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) WITHOUT ROWID`;

const RECORD_STEP = "INSERT INTO hypersweep_migrations (name, version, applied_at_ms) VALUES (?, ?, ?)";

const TABLES = `SELECT name FROM sqlite_schema
  WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;

/**
 * Brings a store's tables up to what the given rooms need: every step it lacks, all in one transaction. Safe when several
 * processes do it at once: one does, the others find it done. A store that is up to date is only read.
 *
 * @param migrations steps of every room that will use the store, rooms in the order they depend on each other
 * @throws SweepError `store-too-new` when a newer version has changed the tables, `store-unusable` when the file is
 *   another program's database
 */
export async function migrate(
  database: Pick<Database, "path" | "read" | "write">,
  migrations: readonly Migration[],
): Promise<void> {
  const version = productVersion();
  const pendingSteps = (connection: Connection): readonly Migration[] => {
    const applied = appliedMigrations(connection, database.path);
    refuseNewer(applied, { migrations, version, path: database.path });
    return migrations.filter(({ name }) => !applied.some((step) => step.name === name));
  };
  if ((await database.read(pendingSteps)).length === 0) return;
  await database.write((connection) => {
    // Asked again inside the transaction: another process may have been faster.
    for (const step of pendingSteps(connection)) {
      connection.prepare(CREATE_LEDGER).run();
      for (const statement of step.statements) connection.prepare(statement).run();
      connection.prepare(RECORD_STEP).run(step.name, version, Date.now());
    }
  });
}

function appliedMigrations(connection: Connection, path: string): AppliedMigration[] {
  const tables = connection
    .prepare(TABLES)
    .all<{ name: string }>()
    .map(({ name }) => name);
  if (tables.includes("hypersweep_migrations")) {
    return connection.prepare("SELECT name, version FROM hypersweep_migrations ORDER BY name").all<AppliedMigration>();
  }
  if (tables.length === 0) return [];
  throw new SweepError(
    "store-unusable",
    `The database ${path} belongs to another program (it holds ${tables.slice(0, 3).join(", ")}). Name a file of its own for the store.`,
  );
}

/** The room a step belongs to: the first word of its name. */
function roomOf(name: string): string {
  return name.split("-", 1)[0] ?? name;
}

/**
 * A step that is unknown here was made by a newer version, unless it belongs to a room that simply is not in use now:
 * tracking alone may open a store that sweeps live in as well.
 */
function refuseNewer(
  applied: readonly AppliedMigration[],
  { migrations, version, path }: { migrations: readonly Migration[]; version: string; path: string },
): void {
  const known = new Set(migrations.map(({ name }) => name));
  const rooms = new Set(migrations.map(({ name }) => roomOf(name)));
  const newer = applied.find(
    (step) => !known.has(step.name) && (rooms.has(roomOf(step.name)) || isNewer(step.version, version)),
  );
  if (newer === undefined) return;
  throw new SweepError(
    "store-too-new",
    `The store ${path} was written by hypersweep ${newer.version} (its step ${newer.name} is unknown here); this is ${version}. Use ${newer.version} or newer, or another store.`,
  );
}
