// The true losses of one standard problem, for programs in other languages: reads params as JSON lines, answers each with a
// line. evaluate.mjs PROBLEM
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { problems } = JSON.parse(readFileSync(new URL("../fixtures/problems.json", import.meta.url), "utf8"));
const problem = problems.find(({ name }) => name === process.argv[2]);
if (problem === undefined) throw new Error(`no problem is named ${process.argv[2]}`);
const evaluate = new Function("p", `return ${problem.objective_js}`);
for await (const line of createInterface({ input: process.stdin })) console.log(evaluate(JSON.parse(line)));
