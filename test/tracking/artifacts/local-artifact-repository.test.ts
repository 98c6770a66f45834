import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { copyWhole } from "../../../src/tracking/artifacts/place-file.js";
import { LocalArtifactRepository } from "../../../src/tracking/index.js";
import { artifactRepositoryContract } from "../../contracts/artifact-repository.js";
import { temporaryFolder } from "../../database/temporary-folder.js";

const RUN = { experimentId: "0", runId: "00000000000000000000000000000001" };

artifactRepositoryContract("a local folder", () => new LocalArtifactRepository(join(temporaryFolder(), "artifacts")));

function newRepository() {
  const root = join(temporaryFolder(), "artifacts");
  return {
    repository: new LocalArtifactRepository(root),
    artifacts: join(root, RUN.experimentId, RUN.runId, "artifacts"),
  };
}

/** Everything below a folder: path to content, folders with a slash at their end. */
function treeOf(folder: string, prefix = ""): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      tree[`${prefix}${entry.name}/`] = "";
      Object.assign(tree, treeOf(path, `${prefix}${entry.name}/`));
    } else {
      tree[prefix + entry.name] = entry.isFile() ? readFileSync(path, "utf8") : "(no file)";
    }
  }
  return tree;
}

describe("artifacts in a local folder", () => {
  it("are plain files under experiment and run, moved there, empty folders too", async () => {
    const { repository, artifacts } = newRepository();
    const source = temporaryFolder();
    mkdirSync(join(source, "model", "assets"), { recursive: true });
    writeFileSync(join(source, "model", "weights"), "w");
    await repository.adopt(RUN, source, "");
    expect(treeOf(artifacts)).toEqual({ "model/": "", "model/assets/": "", "model/weights": "w" });
    expect(existsSync(join(source, "model", "weights"))).toBe(false);
    expect(await repository.locate(RUN, "model")).toBe(join(artifacts, "model"));
    expect(readdirSync(join(artifacts, ".."))).toEqual(["artifacts"]);
  });

  it("copy what links inside the source point at, once as a file and once more as a folder", async () => {
    const { repository, artifacts } = newRepository();
    const source = temporaryFolder();
    mkdirSync(join(source, "checkpoints"));
    writeFileSync(join(source, "checkpoints", "3.bin"), "three");
    symlinkSync("checkpoints/3.bin", join(source, "best.bin"));
    symlinkSync(join(source, "checkpoints"), join(source, "latest"));
    const adopted = await repository.adopt(RUN, source, "");
    expect(adopted).toEqual({ fileCount: 3, sizeBytes: 15, skipped: [] });
    expect(treeOf(artifacts)).toEqual({
      "best.bin": "three",
      "checkpoints/": "",
      "checkpoints/3.bin": "three",
      "latest/": "",
      "latest/3.bin": "three",
    });
    expect(lstatSync(join(artifacts, "best.bin")).isFile()).toBe(true);
  });

  it("leave out, and report, what is no file or lies outside", async () => {
    const { repository, artifacts } = newRepository();
    const outside = temporaryFolder();
    writeFileSync(join(outside, "secret"), "s");
    const source = temporaryFolder();
    writeFileSync(join(source, "kept"), "k");
    writeFileSync(join(source, "back\\slash"), "b");
    symlinkSync(join(outside, "secret"), join(source, "file-outside"));
    symlinkSync(outside, join(source, "folder-outside"));
    symlinkSync("nowhere", join(source, "dead"));
    symlinkSync("loop", join(source, "loop"));
    symlinkSync(".", join(source, "itself"));
    execFileSync("mkfifo", [join(source, "pipe")]);
    const server = createServer().listen(join(source, "socket"));
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once("listening", resolve));
    const adopted = await repository.adopt(RUN, source, "");
    expect(treeOf(artifacts)).toEqual({ kept: "k" });
    expect(Object.fromEntries(adopted.skipped.map(({ path, reason }) => [path, reason]))).toEqual({
      "back\\slash": expect.stringContaining("backslash"),
      "file-outside": "a link out of the folder",
      "folder-outside": "a link out of the folder",
      dead: "a link to nothing",
      loop: "a link to nothing",
      itself: "a link to a folder, inside that folder or a linked one",
      pipe: "neither a file nor a folder",
      socket: "neither a file nor a folder",
    });
    expect(readFileSync(join(outside, "secret"), "utf8")).toBe("s");
  });

  it("stay finite when folder links multiply", async () => {
    const { repository, artifacts } = newRepository();
    const source = temporaryFolder();
    for (let level = 0; level < 12; level++) {
      mkdirSync(join(source, `level-${level}`));
      for (const side of ["a", "b"]) symlinkSync(`../level-${level + 1}`, join(source, `level-${level}`, side));
    }
    mkdirSync(join(source, "level-12"));
    writeFileSync(join(source, "level-12", "file"), "x");
    const adopted = await repository.adopt(RUN, source, "");
    expect(adopted.fileCount).toBe(3);
    expect(Object.keys(treeOf(artifacts)).length).toBeLessThan(60);
  });

  it("report a name that something of another kind has already, and take the rest", async () => {
    const { repository, artifacts } = newRepository();
    const first = temporaryFolder();
    mkdirSync(join(first, "is-folder"));
    writeFileSync(join(first, "is-folder", "x"), "x");
    writeFileSync(join(first, "is-file"), "f");
    await repository.adopt(RUN, first, "");
    const second = temporaryFolder();
    writeFileSync(join(second, "is-folder"), "now a file");
    mkdirSync(join(second, "is-file"));
    writeFileSync(join(second, "is-file", "y"), "y");
    writeFileSync(join(second, "new"), "n");
    const adopted = await repository.adopt(RUN, second, "");
    expect(adopted.fileCount).toBe(1);
    expect(adopted.skipped.map(({ path }) => path).sort()).toEqual(["is-file", "is-file/y", "is-folder"]);
    expect(treeOf(artifacts)).toEqual({ "is-file": "f", "is-folder/": "", "is-folder/x": "x", new: "n" });
  });

  it("replace a link at their place instead of following it", async () => {
    const { repository, artifacts } = newRepository();
    const outside = temporaryFolder();
    writeFileSync(join(outside, "victim"), "untouched");
    mkdirSync(artifacts, { recursive: true });
    symlinkSync(join(outside, "victim"), join(artifacts, "a.txt"));
    symlinkSync(outside, join(artifacts, "folder"));
    const source = temporaryFolder();
    writeFileSync(join(source, "a.txt"), "A");
    await repository.adopt(RUN, source, "");
    expect(readFileSync(join(outside, "victim"), "utf8")).toBe("untouched");
    expect(lstatSync(join(artifacts, "a.txt")).isFile()).toBe(true);
    writeFileSync(join(source, "b.txt"), "B");
    await expect(repository.adopt(RUN, source, "folder")).rejects.toMatchObject({ code: "bad-argument" });
    await expect(repository.read(RUN, "folder/victim")).rejects.toMatchObject({ code: "bad-argument" });
    expect((await repository.list(RUN, "")).map(({ name }) => name)).toEqual(["a.txt"]);
    expect(readdirSync(outside)).toEqual(["victim"]);
  });

  it("come whole from another file system", async ({ skip }) => {
    const otherDisk = existsSync("/dev/shm") ? mkdtempSync("/dev/shm/sweep-test-") : temporaryFolder();
    onTestFinished(() => rmSync(otherDisk, { recursive: true, force: true }));
    const { repository, artifacts } = newRepository();
    if (statSync(otherDisk).dev === statSync(temporaryFolder()).dev) skip("no second file system to write to here");
    mkdirSync(join(otherDisk, "model"));
    writeFileSync(join(otherDisk, "model", "weights"), "w".repeat(1_000_000));
    expect(await repository.adopt(RUN, otherDisk, "")).toEqual({ fileCount: 1, sizeBytes: 1_000_000, skipped: [] });
    expect(readFileSync(join(artifacts, "model", "weights"), "utf8")).toHaveLength(1_000_000);
    expect(existsSync(join(otherDisk, "model", "weights"))).toBe(false);
    expect(readdirSync(join(artifacts, ".."))).toEqual(["artifacts"]);
  });

  it("leave no half file when a copy fails", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "source"), "content");
    mkdirSync(join(folder, "target"));
    await expect(copyWhole(join(folder, "source"), join(folder, "target"), join(folder, "workshop"))).rejects.toThrow();
    expect(treeOf(folder)).toEqual({ source: "content", "target/": "", "workshop/": "" });
  });

  it("leave no half file on a full disk, and say what to do", async ({ skip }) => {
    const { repository, artifacts } = newRepository();
    const disk = join(artifacts, "../../..");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("no permission to mount a 1 MB disk");
    }
    try {
      const source = temporaryFolder();
      writeFileSync(join(source, "weights"), Buffer.alloc(3_000_000));
      await expect(repository.adopt(RUN, source, "model")).rejects.toMatchObject({
        code: "store-unusable",
        message: expect.stringMatching(/artifact folder .*Free space/),
      });
      expect(treeOf(disk)).toEqual({
        "0/": "",
        [`0/${RUN.runId}/`]: "",
        [`0/${RUN.runId}/artifacts/`]: "",
        [`0/${RUN.runId}/artifacts/model/`]: "",
      });
      expect(statSync(join(source, "weights")).size).toBe(3_000_000);
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  it("say which folder cannot be written to", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const repository = new LocalArtifactRepository(join(folder, "file", "artifacts"));
    const source = temporaryFolder();
    await expect(repository.adopt(RUN, source, "")).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringContaining(join(folder, "file", "artifacts")),
    });
  });
});
