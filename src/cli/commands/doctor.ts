import type { Command } from "commander";
import { example } from "../arguments.js";
import { type Check, diskCheck, folderCheck, nodeCheck, programCheck, sqliteCheck } from "../doctor/checks.js";
import { storeCheck } from "../doctor/store-check.js";
import { exitCodes } from "../exit-codes.js";
import { toJson } from "../output/json.js";
import { createTerminal, type Screen } from "../output/terminal.js";
import { pad, plain, widthOf } from "../output/text.js";
import { settingsOf } from "../settings.js";

export function define(command: Command): void {
  command.option("--json", "print JSON").action(async ({ json }: { json?: boolean }) => {
    const checks = await checkAll(command);
    const terminal = createTerminal();
    terminal.line(json ? toJson(checks) : report(checks, terminal.out));
    if (checks.some(({ mark }) => mark === "fail")) process.exitCode = exitCodes.failed;
  });
  example(command, "sweep doctor");
}

/** Checks everything a sweep depends on here, and creates nothing. */
function checkAll(command: Command): Promise<readonly Check[]> {
  const { home, artifactRoot } = settingsOf(command);
  return Promise.all([
    nodeCheck(),
    sqliteCheck(),
    folderCheck("home", home),
    storeCheck(command),
    ...(artifactRoot.value === null ? [] : [folderCheck("artifacts", artifactRoot)]),
    diskCheck(home.value ?? "."),
    programCheck("git", "runs will not record their commit"),
    programCheck("python3", "only commands that use it need it"),
  ]);
}

function report(checks: readonly Check[], { colors }: Screen): string {
  const marks = { ok: colors.green("ok  "), warn: colors.yellow("warn"), fail: colors.red("fail") };
  const columns = Math.max(...checks.map(({ subject }) => widthOf(subject))) + 2;
  return checks
    .map(({ mark, subject, found }) => `${marks[mark]}  ${pad(subject, { columns, align: "left" })}${plain(found)}`)
    .join("\n");
}
