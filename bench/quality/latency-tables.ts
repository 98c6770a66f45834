export interface Latency {
  readonly sampler: string;
  readonly trials: number;
  readonly ms: number;
}

const COLUMNS = ["trials", "sampler", "ask, median ms"] as const;

/** What the latency tables of a Markdown text say: those that have the columns of that name. */
export function latenciesIn(markdown: string): Latency[] {
  const found: Latency[] = [];
  let places: readonly number[] | null = null;
  for (const line of markdown.split("\n")) {
    const cells = line.startsWith("|") ? line.split("|").map((cell) => cell.trim()) : null;
    if (cells === null) places = null;
    else if (places === null) places = COLUMNS.map((column) => cells.indexOf(column));
    else if (!places.includes(-1)) found.push(...rowOf(places.map((place) => cells[place] ?? "")));
  }
  return found;
}

/** Nothing for the line of dashes below a header. */
function rowOf([trials = "", sampler = "", ms = ""]: readonly string[]): Latency[] {
  const row = { sampler, trials: Number(trials), ms: Number(ms) };
  return Number.isFinite(row.trials) && Number.isFinite(row.ms) && ms !== "" ? [row] : [];
}
