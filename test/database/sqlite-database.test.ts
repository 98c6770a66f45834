import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Database, migrate, openDatabase } from "../../src/database/index.js";
import { type CounterSchema, counterMigrations } from "./counter-migrations.js";
import { temporaryFolder } from "./temporary-folder.js";

async function newCounter(): Promise<Database<CounterSchema>> {
  const database = await openDatabase<CounterSchema>({ path: join(temporaryFolder(), "sweep.db") });
  await migrate(database, counterMigrations);
  return database;
}

const INSERT = "INSERT INTO counter (number) VALUES (?)";
const NUMBERS = "SELECT number FROM counter ORDER BY position";

async function numbersIn(database: Database<CounterSchema>): Promise<number[]> {
  const rows = await database.read((connection) => connection.prepare(NUMBERS).all<{ number: number }>());
  return rows.map(({ number }) => number);
}

describe("a unit of work", () => {
  it("runs before the call returns while the connection is free", async () => {
    const database = await newCounter();
    let ran = false;
    const stored = database.write(() => {
      ran = true;
    });
    expect(ran).toBe(true);
    await stored;
    await database.close();
  });

  it("is undone as a whole when it throws, and the error comes through as it is", async () => {
    const database = await newCounter();
    const failure = new Error("half way");
    const unit = database.write((connection) => {
      connection.prepare(INSERT).run(1);
      throw failure;
    });
    await expect(unit).rejects.toBe(failure);
    await database.write((connection) => connection.prepare(INSERT).run(2));
    expect(await numbersIn(database)).toEqual([2]);
    await database.close();
  });

  it("must not be asynchronous", async () => {
    const database = await newCounter();
    const unit = database.write(async (connection) => connection.prepare(INSERT).run(1));
    await expect(unit).rejects.toMatchObject({ code: "internal" });
    expect(await numbersIn(database)).toEqual([]);
    await database.close();
  });

  it("keeps its place in line: 16 writers with units and transactions never see each other half done", async () => {
    const database = await newCounter();
    const order: number[] = [];
    // Each unit moves the sum by +1 and -1; anyone who looked in between would see a sum that is not 0.
    const check = (sum: number) => expect(sum).toBe(0);
    const units = Array.from({ length: 16 }, (_, index) => {
      if (index % 2 === 0) {
        return database.write((connection) => {
          check(sumOf(connection.prepare("SELECT total(number) AS sum FROM counter").get<{ sum: number }>()));
          connection.prepare(INSERT).run(index + 1);
          connection.prepare(INSERT).run(-index - 1);
          order.push(index);
        });
      }
      return database.kysely.transaction().execute(async (transaction) => {
        const rows = await transaction.selectFrom("counter").select("number").execute();
        check(rows.reduce((sum, { number }) => sum + number, 0));
        await transaction
          .insertInto("counter")
          .values({ position: undefined, number: index + 1 })
          .execute();
        await new Promise((resolve) => setImmediate(resolve));
        await transaction
          .insertInto("counter")
          .values({ position: undefined, number: -index - 1 })
          .execute();
        order.push(index);
      });
    });
    await Promise.all(units);
    expect(await numbersIn(database)).toHaveLength(32);
    const queued = order.filter((index) => index % 2 === 0);
    expect(queued).toEqual([...queued].sort((a, b) => a - b));
    await database.close();
  });

  it("hands the connection on in the order asked for", async () => {
    const database = await newCounter();
    const held = database.kysely.transaction().execute(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));
    await new Promise((resolve) => setImmediate(resolve));
    const units = Array.from({ length: 50 }, (_, index) =>
      database.write((connection) => connection.prepare(INSERT).run(index)),
    );
    await Promise.all([held, ...units]);
    expect(await numbersIn(database)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    await database.close();
  });

  it("is refused once the store is closed; closing twice is harmless", async () => {
    const database = await newCounter();
    await database.close();
    await database.close();
    await expect(database.write(() => {})).rejects.toMatchObject({ code: "internal" });
    await expect(database.read((connection) => connection.prepare(NUMBERS).all())).rejects.toMatchObject({
      code: "internal",
    });
    await expect(database.kysely.selectFrom("counter").selectAll().execute()).rejects.toMatchObject({
      code: "internal",
    });
  });
});

function sumOf(row: { sum: number } | undefined): number {
  return row?.sum ?? Number.NaN;
}

describe("a statement", () => {
  it("gives rows with their columns only", async () => {
    const database = await newCounter();
    await database.write((connection) => connection.prepare(INSERT).run(5));
    const rows = await database.read((connection) => [
      connection.prepare(NUMBERS).get(),
      ...connection.prepare(NUMBERS).all(),
      connection.prepare("SELECT number FROM counter WHERE number = ?").get(6),
    ]);
    expect(rows).toEqual([{ number: 5 }, { number: 5 }, undefined]);
    await database.close();
  });

  it("tells how many rows it changed, and works again after the tables changed", async () => {
    const database = await newCounter();
    const changed = await database.write((connection) => {
      connection.prepare(INSERT).run(1);
      connection.prepare(INSERT).run(2);
      return connection.prepare("UPDATE counter SET number = number + 1").run();
    });
    expect(changed).toBe(2);
    await database.write((connection) => connection.prepare("ALTER TABLE counter ADD COLUMN note TEXT").run());
    expect(await numbersIn(database)).toEqual([2, 3]);
    await database.close();
  });

  it("stores text with a NUL in it whole, with U+FFFD in the NUL's place", async () => {
    const database = await newCounter();
    const row = await database.read((connection) =>
      connection.prepare("SELECT ? AS text, hex(?) AS bytes").get("a\0b é😀", new Uint8Array([1, 0, 2])),
    );
    expect(row).toEqual({ text: "a\uFFFDb é😀", bytes: "010002" });
    await database.close();
  });

  it("refuses values that SQLite has no type for, instead of ending the process", async () => {
    const database = await newCounter();
    const query = database.read((connection) => connection.prepare("SELECT ?").get(true as unknown as number));
    await expect(query).rejects.toMatchObject({ code: "internal", message: expect.stringContaining("boolean") });
    await database.close();
  });

  it("is compiled once, and thousands of different texts do not pile up", async () => {
    const database = await newCounter();
    await database.read((connection) => {
      expect(connection.prepare(NUMBERS)).toBe(connection.prepare(NUMBERS));
      const first = connection.prepare("SELECT 0 AS n");
      for (let number = 0; number < 2000; number++) connection.prepare(`SELECT ${number} AS n`);
      expect(connection.prepare("SELECT 0 AS n")).not.toBe(first);
      expect(first.get()).toEqual({ n: 0 });
    });
    await database.close();
  });
});

describe("queries built with Kysely", () => {
  it("insert, return, update and select", async () => {
    const { kysely, close } = await openCounterKysely();
    const inserted = await kysely
      .insertInto("counter")
      .values([
        { position: undefined, number: 10 },
        { position: undefined, number: 20 },
      ])
      .returning("position")
      .execute();
    expect(inserted).toEqual([{ position: 1 }, { position: 2 }]);
    const updated = await kysely.updateTable("counter").set({ number: 11 }).where("number", "=", 10).executeTakeFirst();
    expect(updated.numUpdatedRows).toBe(1n);
    expect(await kysely.selectFrom("counter").select("number").orderBy("number").execute()).toEqual([
      { number: 11 },
      { number: 20 },
    ]);
    const streamed = [];
    for await (const row of kysely.selectFrom("counter").select("number").stream()) streamed.push(row.number);
    expect(streamed.sort()).toEqual([11, 20]);
    await close();
  });

  it("roll a transaction back when it throws", async () => {
    const { kysely, close } = await openCounterKysely();
    const failing = kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto("counter").values({ position: undefined, number: 1 }).execute();
      throw new Error("half way");
    });
    await expect(failing).rejects.toThrow("half way");
    expect(await kysely.selectFrom("counter").selectAll().execute()).toEqual([]);
    await close();
  });

  it("see the same tables through another room's types", async () => {
    const database = await newCounter();
    const other = database.as<{ counter: { number: number } }>();
    await database.write((connection) => connection.prepare(INSERT).run(3));
    expect(await other.kysely.selectFrom("counter").select("number").execute()).toEqual([{ number: 3 }]);
    await other.close();
  });

  async function openCounterKysely() {
    const database = await newCounter();
    return { kysely: database.kysely, close: () => database.close() };
  }
});
