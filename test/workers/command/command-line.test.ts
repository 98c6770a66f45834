import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { checkPlaceholders, commandLine } from "../../../src/workers/index.js";

const params = { lr: 0.1, depth: 3, name: "a b", on: true, layers: [64, 32], none: null, booster: { drop: 0.2 } };

function wordsOf(words: string[], some = params as Parameters<typeof commandLine>[0]["params"]): readonly string[] {
  return commandLine({ words, params: some, paramsFile: "/tmp/p.json" }).words;
}

describe("commandLine", () => {
  it("appends every active parameter when there is no placeholder", () => {
    expect(wordsOf(["python", "train.py"])).toEqual([
      "python",
      "train.py",
      "--lr=0.1",
      "--depth=3",
      "--name=a b",
      "--on=true",
      "--layers=[64,32]",
      "--none=null",
      "--booster.drop=0.2",
    ]);
  });

  it("puts all parameters where {params} stands", () => {
    expect(wordsOf(["a", "{params}", "b"], { x: 1, y: 2 })).toEqual(["a", "--x=1", "--y=2", "b"]);
  });

  it("replaces names inside words, the file's path and inner objects", () => {
    const words = ["--rate={lr}:{depth}", "{booster.drop}", "{booster}", "--config={params_file}"];
    expect(wordsOf(words)).toEqual(["--rate=0.1:3", "0.2", '{"drop":0.2}', "--config=/tmp/p.json"]);
  });

  it("drops a word with an inactive parameter", () => {
    expect(wordsOf(["run", "--a={absent}", "--lr={lr}"])).toEqual(["run", "--lr=0.1"]);
  });

  it("reads {{ as a brace, and leaves braces that hold no name alone", () => {
    const words = ["{{lr}", "{}", "{print $1}", '{{"a": {lr}}', "{lr}"];
    expect(wordsOf(words)).toEqual(["{lr}", "{}", "{print $1}", '{"a": 0.1}', "0.1"]);
  });

  it("reads }} as a brace where {{ has opened one, and leaves JSON alone", () => {
    const words = ["{{lr}}", '{{"a": {lr}}}', '{{"a": {{"b": {lr}}}}}', '{"a":{"b":1}}', "{lr}"];
    expect(wordsOf(words)).toEqual(["{lr}", '{"a": 0.1}', '{"a": {"b": 0.1}}', '{"a":{"b":1}}', "0.1"]);
  });

  it("names a placeholder that is no parameter of the space", () => {
    const check = () => commandLine({ words: ["{lrr}"], params, paramsFile: "", knownNames: ["lr", "b.c"] });
    expect(check).toThrow(SweepError);
    expect(check).toThrow(/\{lrr\}.*expected one of lr, b\.c/);
    expect(() => checkPlaceholders(["{b}", "{b.c}", "{params}", "{params_file}"], ["lr", "b.c"])).not.toThrow();
    expect(() => checkPlaceholders(["--all={params}"], ["lr"])).toThrow(/word of its own/);
  });

  it("refuses a value that no argument can carry", () => {
    expect(() => wordsOf(["run"], { text: "a\0b" })).toThrow(/NUL/);
  });

  it("passes the file instead when one argument is too long, and says so", () => {
    const long = commandLine({
      words: ["run", "{x}", "-v", "{lr}"],
      params: { x: "y".repeat(140_000), lr: 1 },
      paramsFile: "/p",
    });
    expect(long.words).toEqual(["run", "--params-file=/p", "-v"]);
    expect(long.notice).toMatch(/too long.*--params-file=\/p/);
  });

  it("passes the file instead when all arguments together are too long", () => {
    const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`${"parameter".repeat(8)}_${i}`, i]));
    expect(commandLine({ words: ["run"], params: many, paramsFile: "/p" }).words).toEqual(["run", "--params-file=/p"]);
  });

  it("brings any value to a real process unchanged", { timeout: 120_000 }, async () => {
    const run = promisify(execFile);
    const value = fc.oneof(
      fc.string({ unit: "binary" }).filter((text) => !text.includes("\0")),
      fc.constantFrom("$(rm -rf x)", "'\"`", "--x", "-", "", "a\nb", "ü✓", "*"),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.array(fc.integer()),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 30, maxLength: 30 }), async (values) => {
        const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
        const some = Object.fromEntries(values.map((x, index) => [`p${index}`, x]));
        const placeholders = Object.keys(some).map((name) => `{${name}}`);
        const { words } = commandLine({
          words: [process.execPath, "-e", script, "--", ...placeholders],
          params: some,
          paramsFile: "",
        });
        const { stdout } = await run(words[0] ?? "", words.slice(1));
        expect(JSON.parse(stdout)).toEqual(values.map((x) => (typeof x === "string" ? x : JSON.stringify(x))));
      }),
      { numRuns: 4 },
    );
  });
});
