import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataHash, readDataFiles } from "../../../src/sweep/provenance/data-files.js";
import { withoutCredentials } from "../../../src/sweep/provenance/git.js";
import { globFiles } from "../../../src/sweep/provenance/glob-files.js";
import { gatherProvenance } from "../../../src/sweep/provenance/provenance.js";

async function inFolder(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sweep-test-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function git(folder: string, ...words: string[]): void {
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...words], { cwd: folder });
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("where a sweep comes from", () => {
  it("is told from git, the script, its interpreter and the data", () =>
    inFolder({ "train.py": "print(1)\n", "data/a.csv": "1,2\n" }, async (folder) => {
      git(folder, "init", "--quiet", "--initial-branch", "work");
      git(folder, "add", "train.py");
      git(folder, "commit", "--quiet", "-m", "first");
      git(folder, "remote", "add", "origin", "https://ada:secret@example.com/ada/models.git");
      const spec = { command: ["python3", "train.py", "{params}"], cwd: folder, data: ["data/*.csv"] };
      const { tags, user, notices } = await gatherProvenance(spec);
      const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: folder, encoding: "utf8" }).trim();
      expect(tags).toMatchObject({
        "mlflow.user": user,
        "mlflow.source.name": "train.py",
        "mlflow.source.type": "LOCAL",
        "mlflow.source.git.commit": commit,
        "mlflow.source.git.branch": "work",
        "mlflow.source.git.repoURL": "https://example.com/ada/models.git",
        "sweep.git.dirty": "false",
        "sweep.script.sha256": sha256("print(1)\n"),
        "sweep.interpreter": expect.stringMatching(/^Python 3\./),
        "sweep.data.sha256": dataHash([{ path: "data/a.csv", sizeBytes: 4, sha256: sha256("1,2\n") }]),
      });
      expect(JSON.parse(tags["sweep.data"] ?? "")).toEqual([{ path: "data/a.csv", size: 4, sha256: sha256("1,2\n") }]);
      expect(JSON.stringify(tags)).not.toContain("secret");
      expect(notices).toEqual([]);
      await writeFile(join(folder, "train.py"), "print(2)\n");
      expect((await gatherProvenance(spec)).tags["sweep.git.dirty"]).toBe("true");
    }));

  it("is told as far as it can be without git, script or data", () =>
    inFolder({}, async (folder) => {
      const { tags, notices } = await gatherProvenance({ command: ["true"], cwd: folder, data: ["*.csv"] });
      expect(Object.keys(tags).filter((key) => key.includes("git") || key.includes("sha256"))).toEqual([]);
      expect(tags["mlflow.source.name"]).toBe("true");
      expect(notices).toEqual([expect.stringContaining('"*.csv"')]);
    }));

  it("takes a command that is a script for the script, whatever its arguments are", () =>
    inFolder({ "train.sh": "echo\n", "data.csv": "1" }, async (folder) => {
      const { tags } = await gatherProvenance({ command: ["./train.sh", "data.csv"], cwd: folder, data: [] });
      expect(tags["mlflow.source.name"]).toBe("./train.sh");
    }));

  it("names as many data files as a tag holds, and counts the rest", () =>
    inFolder(Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`${n}.csv`, `${n}`])), async (folder) => {
      const { tags } = await gatherProvenance({ command: ["true"], cwd: folder, data: ["*.csv"] });
      const listed = JSON.parse(tags["sweep.data"] ?? "") as { more?: number }[];
      expect(tags["sweep.data"]?.length).toBeLessThan(8_000);
      expect(listed.length - 1 + (listed.at(-1)?.more ?? 0)).toBe(120);
    }));
});

describe("a remote's address", () => {
  it.each([
    ["https://ada:secret@example.com/x.git", "https://example.com/x.git"],
    ["https://token@example.com/x.git", "https://example.com/x.git"],
    ["ssh://git@example.com:22/x.git", "ssh://git@example.com:22/x.git"],
    ["ssh://ada:secret@example.com/x.git", "ssh://ada@example.com/x.git"],
    ["git@example.com:ada/x.git", "git@example.com:ada/x.git"],
    ["/srv/git/x.git", "/srv/git/x.git"],
  ])("%s is kept as %s", (remote, kept) => {
    expect(withoutCredentials(remote)).toBe(kept);
  });
});

describe("data files", () => {
  const tree = {
    "a.csv": "1",
    "b.csv": "2",
    "c.txt": "3",
    ".hidden.csv": "4",
    "sub/d.csv": "5",
    "sub/deep/e.csv": "6",
    "we[ir]d.csv": "7",
  };

  it.each([
    ["*.csv", ["a.csv", "b.csv", "we[ir]d.csv"]],
    ["?.csv", ["a.csv", "b.csv"]],
    ["{a,c}.{csv,txt}", ["a.csv", "c.txt"]],
    ["sub/**/*.csv", ["sub/d.csv", "sub/deep/e.csv"]],
    ["**/*.csv", ["a.csv", "b.csv", "sub/d.csv", "sub/deep/e.csv", "we[ir]d.csv"]],
    ["sub", ["sub/d.csv", "sub/deep/e.csv"]],
    ["./a.csv", ["a.csv"]],
    [".*.csv", [".hidden.csv"]],
    ["we[ir]d.csv", ["we[ir]d.csv"]],
    ["none*", []],
    ["nowhere/x.csv", []],
  ])("match %s", (pattern, paths) =>
    inFolder(tree, async (folder) => {
      expect(await globFiles(pattern, folder)).toEqual(paths);
    }),
  );

  it("are found by absolute paths and above the folder, too", () =>
    inFolder(tree, async (folder) => {
      expect(await globFiles(join(folder, "?.csv"), "/")).toEqual([join(folder, "a.csv"), join(folder, "b.csv")]);
      expect(await globFiles("../?.csv", join(folder, "sub"))).toEqual(["../a.csv", "../b.csv"]);
    }));

  it("hash to the same for the same paths and contents, and to another for any change", () =>
    inFolder(tree, async (folder) => {
      const hash = async () => dataHash((await readDataFiles(["*.csv", "a.csv"], folder)).files);
      const before = await hash();
      expect(await hash()).toBe(before);
      await writeFile(join(folder, "a.csv"), "changed");
      expect(await hash()).not.toBe(before);
      expect(dataHash([])).toBeNull();
    }));
});
