// Writes test/fixtures/suggestions.json: what samplers propose for one seed. Every platform and Node version has to agree, so
// write it anew only when a sampler is meant to suggest something else: node --import tsx scripts/record-suggestions.mjs
import { writeFileSync } from "node:fs";
import { proposals, samplers } from "../test/search/proposals.ts";

const TRIALS = 120;
const entries = Object.entries(samplers).map(([name, make]) => {
  const lines = proposals(make(), TRIALS).map((values) => JSON.stringify(values));
  return `${JSON.stringify(name)}: [\n${lines.join(",\n")}\n]`;
});
writeFileSync(new URL("../test/fixtures/suggestions.json", import.meta.url), `{\n${entries.join(",\n")}\n}\n`);
