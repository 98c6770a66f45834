import { readFileSync } from "node:fs";

/** Names and meaning as in XGBoost. */
export interface BoosterParams {
  /** Deepest a tree may get, 1 or more. */
  readonly max_depth: number;
  /** Share of each tree's answer that counts, in (0, 1]. */
  readonly learning_rate: number;
  /** L1 penalty on leaf weights. */
  readonly reg_alpha: number;
  /** L2 penalty on leaf weights. */
  readonly reg_lambda: number;
  /** Least sum of second derivatives in a leaf; for squared error that is a number of rows. */
  readonly min_child_weight: number;
  /** Number of stages, one tree each. */
  readonly n_estimators: number;
}

export interface Table {
  readonly features: readonly string[];
  readonly rows: readonly (readonly number[])[];
  readonly targets: readonly number[];
}

export type Tree =
  | { readonly leaf: number }
  | { readonly feature: number; readonly threshold: number; readonly left: Tree; readonly right: Tree };

export interface Model {
  readonly features: readonly string[];
  readonly base_score: number;
  readonly learning_rate: number;
  readonly trees: readonly Tree[];
}

/** A column in bins: a row's bin, and the threshold at each bin's upper end. */
interface BinnedColumn {
  readonly bins: Uint8Array;
  readonly edges: readonly number[];
}

interface Split {
  readonly feature: number;
  readonly edge: number;
}

const BINS = 24;

/** Reads a CSV file of numbers whose last column is the target. */
export function readTable(path: string | URL): Table {
  const [header = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const table = lines.map((line) => line.split(",").map(Number));
  return {
    features: header.split(",").slice(0, -1),
    rows: table.map((cells) => cells.slice(0, -1)),
    targets: table.map((cells) => cells.at(-1) ?? Number.NaN),
  };
}

function binColumn(values: readonly number[]): BinnedColumn {
  const ordered = [...values].sort((a, b) => a - b);
  const cuts = Array.from({ length: BINS - 1 }, (_, index) => {
    const place = Math.floor((ordered.length * (index + 1)) / BINS);
    return ((ordered[place - 1] ?? 0) + (ordered[place] ?? 0)) / 2;
  });
  const edges = [...new Set(cuts)];
  return { edges, bins: Uint8Array.from(values, (value) => edges.filter((edge) => value > edge).length) };
}

function treeOutput(tree: Tree, row: readonly number[]): number {
  let node = tree;
  while (!("leaf" in node)) node = (row[node.feature] ?? 0) <= node.threshold ? node.left : node.right;
  return node.leaf;
}

/** Grows trees by exact search over the bins' edges, after Chen & Guestrin 2016, "XGBoost", section 2.2. */
class TreeGrower {
  readonly #columns: readonly BinnedColumn[];
  readonly #params: BoosterParams;

  constructor(table: Table, params: BoosterParams) {
    this.#columns = table.features.map((_, feature) => binColumn(table.rows.map((row) => row[feature] ?? 0)));
    this.#params = params;
  }

  grow(rows: readonly number[], gradients: Float64Array, depth = 0): Tree {
    const total = rows.reduce((sum, row) => sum + (gradients[row] ?? 0), 0);
    const split = depth < this.#params.max_depth ? this.#bestSplit(rows, gradients, total) : null;
    const column = split === null ? undefined : this.#columns[split.feature];
    if (split === null || column === undefined) return { leaf: this.#leafWeight(total, rows.length) };
    const goesLeft = (row: number) => (column.bins[row] ?? 0) <= split.edge;
    return {
      feature: split.feature,
      threshold: column.edges[split.edge] ?? 0,
      left: this.grow(rows.filter(goesLeft), gradients, depth + 1),
      right: this.grow(
        rows.filter((row) => !goesLeft(row)),
        gradients,
        depth + 1,
      ),
    };
  }

  #leafWeight(gradient: number, weight: number): number {
    const { reg_alpha, reg_lambda } = this.#params;
    return (-Math.sign(gradient) * Math.max(Math.abs(gradient) - reg_alpha, 0)) / (weight + reg_lambda);
  }

  /** How much a leaf of these sums lowers the penalised loss, times two. */
  #score(gradient: number, weight: number): number {
    return Math.max(Math.abs(gradient) - this.#params.reg_alpha, 0) ** 2 / (weight + this.#params.reg_lambda);
  }

  /** The split that lowers the loss most; `null` where none lowers it. */
  #bestSplit(rows: readonly number[], gradients: Float64Array, total: number): Split | null {
    const least = Math.max(this.#params.min_child_weight, 1e-9);
    let bestScore = this.#score(total, rows.length) + 1e-9;
    let best: Split | null = null;
    for (const [feature, column] of this.#columns.entries()) {
      const { sums, counts } = histogram(rows, gradients, column.bins);
      let leftSum = 0;
      let leftCount = 0;
      for (const edge of column.edges.keys()) {
        leftSum += sums[edge] ?? 0;
        leftCount += counts[edge] ?? 0;
        const rightCount = rows.length - leftCount;
        if (leftCount < least || rightCount < least) continue;
        const score = this.#score(leftSum, leftCount) + this.#score(total - leftSum, rightCount);
        if (score > bestScore) [bestScore, best] = [score, { feature, edge }];
      }
    }
    return best;
  }
}

function histogram(rows: readonly number[], gradients: Float64Array, bins: Uint8Array) {
  const sums = new Float64Array(BINS);
  const counts = new Uint16Array(BINS);
  for (const row of rows) {
    const bin = bins[row] ?? 0;
    sums[bin] = (sums[bin] ?? 0) + (gradients[row] ?? 0);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { sums, counts };
}

/** Gradient-boosted regression trees for squared error, one stage at a time. */
export class Booster {
  readonly #table: Table;
  readonly #training: readonly number[];
  readonly #params: BoosterParams;
  readonly #grower: TreeGrower;
  readonly #trees: Tree[] = [];
  readonly #baseScore: number;
  readonly #predictions: Float64Array;

  /** @param training numbers of the table's rows to learn from */
  constructor(table: Table, training: readonly number[], params: BoosterParams) {
    this.#table = table;
    this.#training = training;
    this.#params = params;
    this.#grower = new TreeGrower(table, params);
    this.#baseScore = training.reduce((sum, row) => sum + (table.targets[row] ?? 0), 0) / training.length;
    this.#predictions = new Float64Array(table.rows.length).fill(this.#baseScore);
  }

  addTree(): void {
    const gradients = this.#predictions.map((prediction, row) => prediction - (this.#table.targets[row] ?? 0));
    const tree = this.#grower.grow(this.#training, gradients);
    this.#trees.push(tree);
    for (const [row, values] of this.#table.rows.entries()) {
      this.#predictions[row] = (this.#predictions[row] ?? 0) + this.#params.learning_rate * treeOutput(tree, values);
    }
  }

  rmse(rows: readonly number[]): number {
    const squares = rows.map((row) => ((this.#predictions[row] ?? 0) - (this.#table.targets[row] ?? 0)) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows.length);
  }

  get model(): Model {
    return {
      features: this.#table.features,
      base_score: this.#baseScore,
      learning_rate: this.#params.learning_rate,
      trees: this.#trees,
    };
  }
}

/**
 * Mean error over four folds, after each stage. A generator, so that whoever reports a stage can also stop there.
 * Rows are dealt to folds in turn: row 0 to fold 0, row 1 to fold 1 and so on.
 */
export function* crossValidate(table: Table, params: BoosterParams): Generator<number> {
  const everyRow = [...table.rows.keys()];
  const folds = [0, 1, 2, 3].map((fold) => ({
    booster: new Booster(
      table,
      everyRow.filter((row) => row % 4 !== fold),
      params,
    ),
    validation: everyRow.filter((row) => row % 4 === fold),
  }));
  for (let stage = 0; stage < params.n_estimators; stage += 1) {
    for (const { booster } of folds) booster.addTree();
    yield folds.reduce((sum, { booster, validation }) => sum + booster.rmse(validation), 0) / folds.length;
  }
}

/** Trains on every row. */
export function train(table: Table, params: BoosterParams): Model {
  const booster = new Booster(table, [...table.rows.keys()], params);
  for (let stage = 0; stage < params.n_estimators; stage += 1) booster.addTree();
  return booster.model;
}
