import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, migrate, openDatabase } from "../../../src/database/index.js";
import { queueMigrations, SqliteBroker } from "../../../src/workers/index.js";
import { brokerContract, refOf, until } from "../../contracts/broker.js";
import { startChild } from "../child.js";

async function openQueue(path: string): Promise<Database> {
  const database = await openDatabase({ path });
  await migrate(database, queueMigrations);
  return database;
}

function newPath(): string {
  return join(mkdtempSync(join(tmpdir(), "sqlite-broker-")), "sweep.db");
}

brokerContract("SqliteBroker", async () => {
  const path = newPath();
  const databases = [await openQueue(path), await openQueue(path)] as const;
  const [broker, other] = databases.map((database) => new SqliteBroker(database, { queue: "q" })) as [
    SqliteBroker,
    SqliteBroker,
  ];
  return {
    broker,
    other,
    close: async () => {
      await Promise.all([broker.close(), other.close()]);
      await Promise.all(databases.map((database) => database.close()));
    },
  };
});

describe("SqliteBroker", () => {
  let path: string;
  let database: Database;
  beforeEach(async () => {
    path = newPath();
    database = await openQueue(path);
  });
  afterEach(() => database.close());

  it("keeps queues apart", async () => {
    const one = new SqliteBroker(database, { queue: "one" });
    const two = new SqliteBroker(database, { queue: "two" });
    const seen: number[] = [];
    two.consume({ slots: 1, handle: async (ref) => void seen.push(ref.trialNumber) });
    await one.enqueue([refOf(1)]);
    await two.enqueue([refOf(2)]);
    await until(() => seen.length === 1);
    expect(seen).toEqual([2]);
    expect(await one.missing([refOf(1), refOf(2)])).toEqual([refOf(2)]);
    await two.close();
  });

  it("keeps jobs when nobody is there", async () => {
    await new SqliteBroker(database, { queue: "q" }).enqueue([refOf(1)]);
    await database.close();
    database = await openQueue(path);
    const seen: number[] = [];
    const broker = new SqliteBroker(database, { queue: "q" });
    broker.consume({ slots: 1, handle: async (ref) => void seen.push(ref.trialNumber) });
    await until(() => seen.length === 1);
    await broker.close();
  });

  it("hands the jobs of a killed process out again within two seconds", async () => {
    const broker = new SqliteBroker(database, { queue: "q" });
    await broker.enqueue([refOf(1), refOf(2)]);
    const child = startChild("queue/holding-consumer.child.ts", [path]);
    await child.saidLine("holding 2");
    const seen: number[] = [];
    broker.consume({ slots: 2, handle: async (ref) => void seen.push(ref.trialNumber) });
    child.process.kill("SIGKILL");
    const killedMs = performance.now();
    await until(() => seen.length === 2);
    expect(performance.now() - killedMs).toBeLessThan(2500);
    await broker.close();
  });

  it("does not keep a process alive once its consumers are closed", async () => {
    const child = startChild("queue/closing-consumer.child.ts", [path]);
    await child.saidLine("closed");
    expect(await child.exited).toBe(0);
  });
});
