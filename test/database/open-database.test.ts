import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { SweepError } from "../../src/base/index.js";
import { type Database, migrate, openDatabase } from "../../src/database/index.js";
import { counterMigrations } from "./counter-migrations.js";
import { temporaryFolder } from "./temporary-folder.js";

async function failureOf(promise: Promise<unknown>): Promise<SweepError> {
  const failure = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(SweepError);
  return failure as SweepError;
}

async function counterAt(path: string, busyTimeoutMs = 10_000): Promise<Database> {
  const database = await openDatabase({ path, busyTimeoutMs });
  await migrate(database, counterMigrations);
  return database;
}

function pragma(database: Database, name: string): Promise<unknown> {
  return database.read((connection) => Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

describe("opening a store", () => {
  it("makes the file and its folders, with a write-ahead log and foreign keys on", async () => {
    const path = join(temporaryFolder(), "a/b/sweep.db");
    const database = await openDatabase({ path });
    expect(database.path).toBe(path);
    expect(await pragma(database, "journal_mode")).toBe("wal");
    expect(await pragma(database, "synchronous")).toBe(1);
    expect(await pragma(database, "foreign_keys")).toBe(1);
    await database.close();
  });

  it("finds what was stored before, also without the log of the one who stored it", async () => {
    const path = join(temporaryFolder(), "sweep.db");
    const first = await counterAt(path);
    await first.write((connection) => connection.prepare("INSERT INTO counter (number) VALUES (7)").run());
    await first.close();
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    const second = await counterAt(path);
    expect(await second.read((connection) => connection.prepare("SELECT number FROM counter").all())).toEqual([
      { number: 7 },
    ]);
    await second.close();
  });
});

describe("a store that cannot be used says which file and what to do", () => {
  it("a file that is no database", async () => {
    const path = join(temporaryFolder(), "notes.txt");
    writeFileSync(path, "These are only notes. ".repeat(100));
    const failure = await failureOf(openDatabase({ path }));
    expect(failure.code).toBe("store-unusable");
    expect(failure.message).toBe(
      `The file ${path} is not a SQLite database. Name another file, or move this one away.`,
    );
  });

  it("a damaged file", async () => {
    const path = join(temporaryFolder(), "sweep.db");
    const database = await counterAt(path);
    await database.write((connection) => {
      for (let number = 0; number < 2000; number++) {
        connection.prepare("INSERT INTO counter (number) VALUES (?)").run(number);
      }
    });
    await database.close();
    const file = openSync(path, "r+");
    for (let page = 1; page < 8; page++) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(file);
    const use = async () => {
      const damaged = await counterAt(path);
      await damaged.read((connection) => connection.prepare("SELECT sum(number) FROM counter").all());
    };
    const failure = await failureOf(use());
    expect(failure.code).toBe("store-unusable");
    expect(failure.message).toContain(`The store ${path} is damaged`);
    expect(failure.message).toContain("copy");
  });

  it("a folder where the file should be, and a file where its folder should be", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    for (const path of [folder, join(folder, "file", "sweep.db")]) {
      const failure = await failureOf(openDatabase({ path }));
      expect(failure.code).toBe("store-unusable");
      expect(failure.message).toContain(path);
      expect(failure.message).toContain("--home");
    }
  });

  it.runIf(process.platform === "linux")("a folder where a file system lets nobody make one", async () => {
    const opened = openDatabase({ path: "/proc/no-such-folder/deeper/sweep.db" });
    await expect(opened).rejects.toMatchObject({ code: "store-unusable", message: expect.stringContaining("--home") });
  });

  it("a folder without permission to write", () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    // Permissions do not bind the superuser, so it becomes nobody once the module is loaded.
    const script = `import { openDatabase } from ${JSON.stringify(new URL("../../src/database/index.ts", import.meta.url).href)};
      if (process.getuid() === 0) process.seteuid(65534);
      openDatabase({ path: process.argv[1] }).then(() => console.log("opened"), (e) => console.log(e.code, e.message));`;
    const words = ["--import", "tsx", "--input-type=module", "-e", script, join(folder, "sweep.db")];
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const child = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    expect(child.stdout).toContain("store-unusable");
    expect(child.stdout).toContain(join(folder, "sweep.db"));
    chmodSync(folder, 0o755);
  });

  it("another process that holds the file for longer than the timeout, while this process stays awake", async () => {
    const path = join(temporaryFolder(), "sweep.db");
    const holder = await counterAt(path);
    const waiting = await counterAt(path, 300);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    await holder.kysely.transaction().execute(async () => {
      const failure = await failureOf(
        waiting.write((connection) => connection.prepare("INSERT INTO counter (number) VALUES (1)").run()),
      );
      expect(failure.code).toBe("store-unusable");
      expect(failure.message).toContain(`The store ${path} stays locked by another process`);
    });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(3);
    await holder.close();
    await waiting.close();
  });

  it("waits for a process that holds the file for less", async () => {
    const path = join(temporaryFolder(), "sweep.db");
    const holder = await counterAt(path);
    const waiting = await counterAt(path);
    let stored: Promise<number> | undefined;
    await holder.kysely.transaction().execute(async () => {
      stored = waiting.write((connection) => connection.prepare("INSERT INTO counter (number) VALUES (1)").run());
      await pause(100);
    });
    expect(await stored).toBe(1);
    await holder.close();
    await waiting.close();
  });

  it("a full disk: nothing stored is lost, and it goes on once there is space", async ({ skip }) => {
    const disk = join(temporaryFolder(), "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("no permission to mount a 3 MB disk");
    }
    try {
      const ballast = join(disk, "ballast");
      writeFileSync(ballast, Buffer.alloc(1_500_000));
      const path = join(disk, "sweep.db");
      const database = await counterAt(path);
      await database.write((connection) =>
        connection.prepare("CREATE TABLE blobs (id INTEGER PRIMARY KEY, content BLOB) STRICT").run(),
      );
      const store = () =>
        database.write((connection) =>
          connection.prepare("INSERT INTO blobs (content) VALUES (?)").run(new Uint8Array(50_000)),
        );
      let stored = 0;
      const fill = async () => {
        for (; stored < 100; stored++) await store();
      };
      const failure = await failureOf(fill());
      expect(failure.code).toBe("store-unusable");
      expect(failure.message).toContain(`No space left for the store ${path}`);
      const count = () =>
        database.read((connection) => connection.prepare("SELECT count(*) AS n FROM blobs").get<{ n: number }>());
      expect(await count()).toEqual({ n: stored });
      expect(await pragma(database, "integrity_check")).toBe("ok");
      rmSync(ballast);
      await store();
      expect(await count()).toEqual({ n: stored + 1 });
      await database.close();
      expect(existsSync(path)).toBe(true);
    } finally {
      // Lazily: the driver lets go of the file only when its statements are collected.
      execFileSync("umount", ["-l", disk]);
    }
  });
});
