import type { Json, Parsed } from "../../base/index.js";
import { optionsReader, type Reader, readNamed } from "../readers.js";
import { anneal } from "./anneal/anneal.js";
import { annealOptions } from "./anneal/options.js";
import { auto } from "./auto/auto.js";
import { gp } from "./gp/gp.js";
import { gpOptions } from "./gp/options.js";
import { readGrid } from "./grid/read-grid.js";
import { readMix } from "./mix/read-mix.js";
import { qmc } from "./qmc.js";
import { rand } from "./random.js";
import type { Sampler } from "./sampler.js";
import { tpeOptions } from "./tpe/options.js";
import { tpe } from "./tpe/tpe.js";

/** Every sampler by the name it has in a space file. */
const samplerReaders: Readonly<Record<string, Reader<Sampler>>> = {
  auto: optionsReader({}, auto),
  tpe: optionsReader(tpeOptions, tpe),
  gp: optionsReader(gpOptions, gp),
  random: optionsReader({}, rand),
  qmc: optionsReader({}, qmc),
  grid: readGrid,
  anneal: optionsReader(annealOptions, anneal),
  mix: (written) => readMix(written, parseAlgo),
};

export const samplerNames: readonly string[] = Object.keys(samplerReaders);

/** The sampler of a search that names none. */
export const defaultAlgo = "auto";

/**
 * Reads the `algo:` of a space file: a sampler's name, or one key that is its name over its options. Paths of issues are
 * relative to `algo:`.
 */
export function parseAlgo(raw: Json): Parsed<Sampler> {
  return readNamed(raw, "sampler", samplerReaders);
}
