import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, blocksOf } from "./document.js";
import { createSandbox, type Sandbox } from "./sandbox.js";

const DOCUMENTS = ["README.md", "docs/commands.md", "docs/fmin.md", "docs/space-files.md", "docs/reliability.md"];

/** Does with a block what its purpose says; rejects when it does not work. */
async function follow(block: Block, sandbox: Sandbox): Promise<void> {
  const { language, purpose, code } = block;
  if (purpose.startsWith("file=")) {
    await writeFile(join(sandbox.directory, purpose.slice("file=".length)), code);
  } else if (purpose === "space") {
    const file = join(sandbox.directory, `line-${block.line}.yaml`);
    await writeFile(file, code);
    await sandbox.run("sweep", ["run", file, "--dry-run", "--", "true"]);
  } else if (purpose === "run" && language === "sh") {
    await sandbox.run("sh", ["-euc", code]);
  } else if (purpose === "run" && language === "ts") {
    const file = join(sandbox.directory, `line-${block.line}.ts`);
    await writeFile(file, code);
    await sandbox.run("tsx", [file]);
  } else {
    throw new Error(`line ${block.line}: nothing here knows what to do with a block "${language} ${purpose}"`);
  }
}

describe.each(DOCUMENTS.filter((path) => blocksOf(path).length > 0))("%s", (path) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox();
  });
  afterAll(() => sandbox.remove());

  // In order: a later block may use what an earlier one wrote or ran.
  for (const block of blocksOf(path)) {
    it(`line ${block.line}: ${block.language} ${block.purpose} works`, async () => {
      await expect(follow(block, sandbox)).resolves.toBeUndefined();
    });
  }
});
