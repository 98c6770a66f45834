import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join, sep } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArtifactPath, resolveInside } from "../../../src/tracking/artifacts/artifact-path.js";
import { HOSTILE_PATHS } from "../../contracts/artifact-repository.js";
import { temporaryFolder } from "../../database/temporary-folder.js";

describe("an artifact path", () => {
  it("is a list of names", () => {
    expect(parseArtifactPath("")).toEqual([]);
    expect(parseArtifactPath("model")).toEqual(["model"]);
    expect(parseArtifactPath("model/data/a b.bin")).toEqual(["model", "data", "a b.bin"]);
    // Not decoded: whoever reads URLs does that.
    expect(parseArtifactPath("%2e%2e/%2Fetc")).toEqual(["%2e%2e", "%2Fetc"]);
  });

  it.each(HOSTILE_PATHS)("is not %j", (path) => {
    expect(() => parseArtifactPath(path)).toThrow(/Invalid artifact path/);
  });

  it("stays below its root or is refused, whatever it is made of", () => {
    const part = fc.constantFrom("..", ".", "", "a", "\\", "\0", "%2e", "…", "~", " ");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom("/", "", "\\"), (parts, separator) => {
        const path = parts.join(separator);
        let segments: readonly string[];
        try {
          segments = parseArtifactPath(path);
        } catch {
          return;
        }
        const joined = join("/root/of/artifacts", ...segments);
        expect(joined === "/root/of/artifacts" || joined.startsWith("/root/of/artifacts/")).toBe(true);
        expect(joined.split("/").slice(4)).toEqual(segments);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a path inside a root", () => {
  it("may name what does not exist, even the root", async () => {
    const root = join(temporaryFolder(), "not", "yet");
    expect(await resolveInside(root, ["a", "b"])).toBe(join(root, "a", "b"));
  });

  it("may not leave the root by a link, to whatever it leads", async () => {
    const outside = temporaryFolder();
    const root = join(temporaryFolder(), "root");
    mkdirSync(join(root, "inside"), { recursive: true });
    const links = {
      up: "..",
      top: "/",
      away: outside,
      dead: join(outside, "missing"),
      sibling: `..${sep}root-but-not`,
      self: "self",
    };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
    for (const name of Object.keys(links)) {
      await expect(resolveInside(root, [name])).rejects.toMatchObject({ code: "bad-argument" });
      await expect(resolveInside(root, [name, "x"])).rejects.toMatchObject({ code: "bad-argument" });
    }
    symlinkSync("inside", join(root, "fine"));
    expect(await resolveInside(root, ["fine", "x"])).toBe(join(root, "fine", "x"));
  });

  it("may lie below a root that is itself reached by a link", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "disk"));
    symlinkSync("disk", join(folder, "root"));
    mkdirSync(join(folder, "disk", "a"));
    expect(realpathSync(await resolveInside(join(folder, "root"), ["a"]))).toBe(
      realpathSync(join(folder, "disk", "a")),
    );
  });
});
