import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Database, type Migration, migrate, openDatabase } from "../../src/database/index.js";
import { exitOf, linesOf, startChild } from "./child.js";
import { counterMigrations } from "./counter-migrations.js";
import { temporaryFolder } from "./temporary-folder.js";

const WRITER = new URL("./counter-writer.child.ts", import.meta.url);

const SECOND: Migration = { name: "counter-002-notes", statements: ["ALTER TABLE counter ADD COLUMN note TEXT"] };

function newStore(): Promise<Database> {
  return openDatabase({ path: join(temporaryFolder(), "sweep.db") });
}

async function appliedIn(database: Database): Promise<string[]> {
  const rows = await database.read((connection) =>
    connection.prepare("SELECT name FROM hypersweep_migrations ORDER BY name").all<{ name: string }>(),
  );
  return rows.map(({ name }) => name);
}

describe("migrations", () => {
  it("run once each, in order, also when they come later", async () => {
    const database = await newStore();
    await migrate(database, counterMigrations);
    await migrate(database, counterMigrations);
    await migrate(database, [...counterMigrations, SECOND]);
    expect(await appliedIn(database)).toEqual(["counter-001-numbers", "counter-002-notes"]);
    await database.write((connection) =>
      connection.prepare("INSERT INTO counter (number, note) VALUES (1, 'x')").run(),
    );
    await database.close();
  });

  it("all happen or none: a failing step leaves the store as it was", async () => {
    const database = await newStore();
    const broken: Migration = { name: "counter-002-broken", statements: ["CREATE TABLE kept (x)", "CREATE NONSENSE"] };
    await expect(migrate(database, [...counterMigrations, broken])).rejects.toThrow(/syntax error/);
    const tables = await database.read((connection) => connection.prepare("SELECT name FROM sqlite_schema").all());
    expect(tables).toEqual([]);
    await migrate(database, [...counterMigrations, SECOND]);
    expect(await appliedIn(database)).toEqual(["counter-001-numbers", "counter-002-notes"]);
    await database.close();
  });

  it("of a newer version of this product are refused, with both versions named", async () => {
    const database = await newStore();
    await migrate(database, counterMigrations);
    await database.write((connection) =>
      connection
        .prepare("INSERT INTO hypersweep_migrations (name, version, applied_at_ms) VALUES (?, ?, 0)")
        .run("counter-999-future", "99.1.0"),
    );
    await expect(migrate(database, counterMigrations)).rejects.toMatchObject({
      code: "store-too-new",
      message: expect.stringMatching(/sweep\.db.*99\.1\.0.*counter-999-future.*this is \d+\.\d+\.\d+.*newer/),
    });
    await database.close();
  });

  it("of a room that is not in use are no concern, unless a newer version made them", async () => {
    const database = await newStore();
    await migrate(database, counterMigrations);
    const other: Migration = { name: "other-001-things", statements: ["CREATE TABLE things (id INTEGER PRIMARY KEY)"] };
    await migrate(database, [other]);
    await migrate(database, counterMigrations);
    await database.write((connection) =>
      connection.prepare("UPDATE hypersweep_migrations SET version = '99.0.0' WHERE name = ?").run(other.name),
    );
    await expect(migrate(database, counterMigrations)).rejects.toMatchObject({ code: "store-too-new" });
    await database.close();
  });

  it("leave another program's database alone", async () => {
    const database = await newStore();
    await database.write((connection) => connection.prepare("CREATE TABLE alembic_version (version_num TEXT)").run());
    await expect(migrate(database, counterMigrations)).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringContaining("alembic_version"),
    });
    await database.close();
  });

  it("are safe when several processes start on a new store at once", async () => {
    const path = join(temporaryFolder(), "sweep.db");
    const children = Array.from({ length: 3 }, () => startChild(WRITER, [path, "20"]));
    const outputs = await Promise.all(children.map((child) => linesOf(child)));
    for (const child of children) expect(await exitOf(child)).toEqual({ code: 0, signal: null });
    expect(outputs.map((lines) => lines.length)).toEqual([20, 20, 20]);
    const database = await openDatabase({ path });
    expect(await appliedIn(database)).toEqual(["counter-001-numbers"]);
    const count = await database.read((connection) => connection.prepare("SELECT count(*) AS n FROM counter").get());
    expect(count).toEqual({ n: 60 });
    await database.close();
  });
});
