import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/database/index.js";
import { exitOf, linesOf, startChild } from "./child.js";
import { temporaryFolder } from "./temporary-folder.js";

const WRITER = new URL("./counter-writer.child.ts", import.meta.url);

describe("a store whose writer is killed", () => {
  it.each([1, 37, 800])("has every unit that was acknowledged, and is whole (after %i units)", async (killAt) => {
    const path = join(temporaryFolder(), "sweep.db");
    const child = startChild(WRITER, [path]);
    const lines = await linesOf(child, (line) => {
      if (line !== String(killAt)) return false;
      return child.kill("SIGKILL");
    });
    expect((await exitOf(child)).signal).toBe("SIGKILL");
    const acknowledged = Number(lines.at(-1));
    const database = await openDatabase({ path });
    await database.read((connection) => {
      expect(connection.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
      const state = connection
        .prepare("SELECT count(*) AS count, max(number) AS last FROM counter")
        .get<{ count: number; last: number }>();
      expect(state?.last).toBeGreaterThanOrEqual(acknowledged);
      expect(state?.count).toBe(state?.last);
    });
    await database.write((connection) => connection.prepare("INSERT INTO counter (number) VALUES (0)").run());
    await database.close();
  });
});
