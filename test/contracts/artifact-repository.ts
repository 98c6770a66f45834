import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { ArtifactOwner, ArtifactRepository } from "../../src/tracking/index.js";
import { temporaryFolder } from "../database/temporary-folder.js";

const RUN: ArtifactOwner = { experimentId: "3", runId: "0123456789abcdef0123456789abcdef" };
const OTHER: ArtifactOwner = { ...RUN, runId: "ffffffffffffffffffffffffffffffff" };

/** Paths that an attacker or a mistake may send; none may reach anything. The first ones are MLflow's own history. */
export const HOSTILE_PATHS: readonly string[] = [
  "..",
  "../secret",
  "../../../../etc/passwd",
  "model/../../secret",
  "model/..",
  "./model",
  ".",
  "/etc/passwd",
  "//etc/passwd",
  "model//weights",
  "model/",
  "..\\..\\secret",
  "model\\..\\..\\secret",
  "C:\\Windows\\win.ini",
  "\\\\host\\share",
  "model\0.txt",
  "\0",
  `${"x".repeat(256)}`,
  `model/${"é".repeat(128)}`,
];

/** What every implementation of `ArtifactRepository` must do. `make` gives an empty one, once per test. */
export function artifactRepositoryContract(name: string, make: () => ArtifactRepository): void {
  describe(`${name} as an artifact repository`, () => {
    /** A local folder with the given files: path to content. */
    function folderWith(files: Readonly<Record<string, string>>): string {
      const folder = temporaryFolder();
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(join(folder, path, ".."), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      return folder;
    }

    async function contentOf(repository: ArtifactRepository, path: string): Promise<string> {
      return text(await repository.read(RUN, path));
    }

    it("holds nothing for a run at first", async () => {
      const repository = make();
      expect(await repository.list(RUN, "")).toEqual([]);
      expect(await repository.list(RUN, "model")).toEqual([]);
      await expect(repository.read(RUN, "model")).rejects.toMatchObject({ code: "not-found" });
      await repository.remove(RUN);
    });

    it("takes over a folder's content, and lists it level by level in order", async () => {
      const repository = make();
      const source = folderWith({
        "model/weights.bin": "0123456789",
        "model/MLmodel": "flavors:",
        "b.txt": "",
        "a.txt": "A",
      });
      expect(await repository.adopt(RUN, source, "")).toEqual({ fileCount: 4, sizeBytes: 19, skipped: [] });
      expect(await repository.list(RUN, "")).toEqual([
        { name: "a.txt", isDirectory: false, sizeBytes: 1 },
        { name: "b.txt", isDirectory: false, sizeBytes: 0 },
        { name: "model", isDirectory: true, sizeBytes: null },
      ]);
      expect(await repository.list(RUN, "model")).toEqual([
        { name: "MLmodel", isDirectory: false, sizeBytes: 8 },
        { name: "weights.bin", isDirectory: false, sizeBytes: 10 },
      ]);
      expect(await repository.list(RUN, "a.txt")).toEqual([]);
      expect(await contentOf(repository, "model/weights.bin")).toBe("0123456789");
      expect(await contentOf(repository, "b.txt")).toBe("");
    });

    it("merges into what is there, the newer file winning", async () => {
      const repository = make();
      await repository.adopt(RUN, folderWith({ "kept.txt": "1", "changed.txt": "old" }), "out");
      await repository.adopt(RUN, folderWith({ "changed.txt": "new", "deep/er/added.txt": "2" }), "out");
      expect((await repository.list(RUN, "out")).map(({ name: entry }) => entry)).toEqual([
        "changed.txt",
        "deep",
        "kept.txt",
      ]);
      expect(await contentOf(repository, "out/changed.txt")).toBe("new");
      expect(await contentOf(repository, "out/deep/er/added.txt")).toBe("2");
    });

    it("takes over one file under a path", async () => {
      const repository = make();
      const source = folderWith({ "attempt-1.log": "hello" });
      const adopted = await repository.adopt(RUN, join(source, "attempt-1.log"), "logs/stdout.txt");
      expect(adopted).toEqual({ fileCount: 1, sizeBytes: 5, skipped: [] });
      expect(await contentOf(repository, "logs/stdout.txt")).toBe("hello");
    });

    it("leaves alone what a source that is a link points at", async () => {
      const repository = make();
      const precious = folderWith({ "results.csv": "years of work" });
      for (const target of [precious, join(precious, "results.csv")]) {
        const link = join(temporaryFolder(), "output");
        symlinkSync(target, link);
        const { fileCount, skipped } = await repository.adopt(RUN, link, "kept");
        expect(fileCount).toBe(0);
        expect(skipped).toEqual([{ path: link, reason: expect.stringContaining("link") }]);
      }
      expect(existsSync(join(precious, "results.csv"))).toBe(true);
      expect(await repository.list(RUN, "")).toEqual([]);
    });

    it("keeps runs apart, and removes one without touching the other", async () => {
      const repository = make();
      await repository.adopt(RUN, folderWith({ "a.txt": "mine" }), "");
      await repository.adopt(OTHER, folderWith({ "a.txt": "other" }), "");
      await repository.remove(RUN);
      expect(await repository.list(RUN, "")).toEqual([]);
      expect(await repository.list(OTHER, "")).toHaveLength(1);
    });

    it("knows names by their composed form", async () => {
      const repository = make();
      await repository.adopt(RUN, folderWith({ "modell-gro\u0308\u00dfe.txt": "x" }), "");
      expect(await contentOf(repository, "modell-gr\u00f6\u00dfe.txt")).toBe("x");
      expect(await contentOf(repository, "modell-gro\u0308\u00dfe.txt")).toBe("x");
      expect((await repository.list(RUN, ""))[0]?.name).toBe("modell-gr\u00f6\u00dfe.txt");
    });

    it("does not lose what has strange but lawful names", async () => {
      const repository = make();
      const names = ["..hidden", "...", "a b", "%2e%2e", "$(rm)", "-rf", "名前", "é".repeat(127), "line\nbreak", "~"];
      await repository.adopt(RUN, folderWith(Object.fromEntries(names.map((each) => [each, each]))), "");
      for (const each of names) expect(await contentOf(repository, each)).toBe(each);
    });

    it("refuses a source that is not there, and a file without a name to keep it under", async () => {
      const repository = make();
      const source = folderWith({ "a.txt": "A" });
      await expect(repository.adopt(RUN, join(source, "missing"), "")).rejects.toMatchObject({ code: "not-found" });
      await expect(repository.adopt(RUN, join(source, "a.txt"), "")).rejects.toMatchObject({ code: "bad-argument" });
    });

    it("gives addresses without asking whether something is there", async () => {
      const repository = make();
      const address = await repository.locate(RUN, "model/weights.bin");
      expect(address).toMatch(/3\/0123456789abcdef0123456789abcdef\/artifacts\/model\/weights\.bin$/);
    });

    it.each(HOSTILE_PATHS)("refuses the path %j everywhere", async (path) => {
      const repository = make();
      const source = folderWith({ "a.txt": "A" });
      await repository.adopt(RUN, folderWith({ "model/weights": "w" }), "");
      const refusal = { code: "bad-argument", message: expect.stringContaining("Invalid artifact path") };
      await expect(repository.list(RUN, path)).rejects.toMatchObject(refusal);
      await expect(repository.read(RUN, path)).rejects.toMatchObject(refusal);
      await expect(repository.locate(RUN, path)).rejects.toMatchObject(refusal);
      await expect(repository.adopt(RUN, source, path)).rejects.toMatchObject(refusal);
    });

    it.each(["..", "", "a/b", "../x", "\0", "."])("refuses %j as an experiment's or a run's id", async (id) => {
      const repository = make();
      for (const owner of [
        { ...RUN, runId: id },
        { ...RUN, experimentId: id },
      ]) {
        await expect(repository.list(owner, "")).rejects.toMatchObject({ code: "bad-argument" });
        await expect(repository.remove(owner)).rejects.toMatchObject({ code: "bad-argument" });
      }
    });
  });
}
