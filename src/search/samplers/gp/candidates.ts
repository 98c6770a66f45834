import type { Random } from "../../../base/index.js";
import { normalQuantile } from "../../numerics/normal-quantile.js";
import { scrambledSobol } from "../../numerics/sobol.js";
import type { Axis, Encoding } from "./encoding.js";

const EVERYWHERE = 256;
const AROUND_EACH = 26;
// Steps around a good point: from a thousandth of an axis, for the last digits, to a third of it.
const SMALLEST_STEP = -3;
const LARGEST_STEP = -0.5;
const SEVERAL = 10;

/**
 * Points worth a look: some all over the space, some around each of the good ones. The same arrays are handed out again
 * each time, so look at each point before taking the next.
 *
 * @param good rows of observed points
 */
export function* candidates(
  encoding: Encoding,
  good: readonly Float64Array[],
  random: Random,
): Generator<Float64Array, void> {
  const size = encoding.axes.length;
  const point = new Float64Array(size);
  const cube = new Float64Array(size);
  const sobol = scrambledSobol(size, random.int(2 ** 31));
  for (let index = 0; index < EVERYWHERE; index++) {
    sobol.point(index, cube);
    encoding.fillPoint(cube, point);
    yield point;
  }
  for (const row of good) {
    for (let count = 0; count < AROUND_EACH; count++) {
      perturb(encoding, { row, point, cube, random });
      yield point;
    }
  }
}

interface Perturbation {
  readonly row: Float64Array;
  readonly point: Float64Array;
  readonly cube: Float64Array;
  readonly random: Random;
}

/** Moves about half of the axes, but some ten of very many, and one at least; what was inactive gets any place. */
function perturb(encoding: Encoding, { row, point, cube, random }: Perturbation): void {
  for (let axis = 0; axis < cube.length; axis++) cube[axis] = random.next();
  encoding.fillPoint(cube, point);
  // For the axes that are active at the row; the cube has served.
  encoding.fillRow(row, cube);
  const deviation = 10 ** (SMALLEST_STEP + (LARGEST_STEP - SMALLEST_STEP) * random.next());
  const always = random.int(row.length);
  const share = Math.min(0.5, SEVERAL / row.length);
  for (let axis = 0; axis < row.length; axis++) {
    if (encoding.active[axis] === 0) continue;
    const moves = axis === always || random.next() < share;
    const from = row[axis] as number;
    if (!moves) point[axis] = from;
    else if (axis < encoding.ordered) {
      const target = from + deviation * normalQuantile(random.next() || 0.5);
      point[axis] = Math.min(1, Math.max(0, target));
    } else {
      point[axis] = anyLevel(encoding.axes[axis] as Axis, random);
    }
  }
  encoding.round(point);
}

function anyLevel({ levels }: Axis, random: Random): number {
  return levels === null ? 0 : (levels[random.int(levels.length)] as number);
}
