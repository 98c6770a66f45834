// Memory of a process that holds so many trials of ten mixed parameters in a study, and suggests more of them by TPE.
// node bench/search-memory.mjs [--trials 100000]
import { join } from "node:path";
import { numberFlags, printMachine, printTable, repository, runForJson } from "./harness.mjs";

const LIMIT_MB = 150;
const { trials } = numberFlags({ trials: 100_000 });

printMachine();
const rows = [[`${trials} trials, 10 parameters`, "MB of it in the study", "whole process, MB", "limit, MB"]];
const { studyMb, processMb } = runForJson(process.execPath, [
  "--expose-gc",
  join(repository, "bench", "run-search-memory.mjs"),
  String(trials),
]);
rows.push(["tpe()", studyMb.toFixed(0), processMb.toFixed(0), String(LIMIT_MB)]);
printTable(rows);
