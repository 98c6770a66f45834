import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelWidth } from "../../../../src/search/samplers/tpe/kernel-width.js";
import { KernelWidths } from "../../../../src/search/samplers/tpe/kernel-widths.js";

/** Widths by kernel as they were set last. */
function tracked(narrowest = 0.03) {
  const widths = new Map<number, number>();
  const keeper = new KernelWidths({ set: (kernel, _, width) => widths.set(kernel, width) }, narrowest);
  return { widths, keeper };
}

/** The definition: gaps among those that count, sorted anew. */
function expectedWidths(
  coordinates: Float64Array,
  removed: ReadonlySet<number>,
  narrowest: number,
): Map<number, number> {
  const kernels = [...coordinates.keys()].filter(
    (kernel) => !removed.has(kernel) && !Number.isNaN(coordinates[kernel]),
  );
  const at = (kernel: number) => coordinates[kernel] as number;
  kernels.sort((a, b) => at(a) - at(b) || a - b);
  const count = kernels.length;
  const widths = kernels.map((kernel, rank) => {
    const [left, right] = [kernels[rank - 1], kernels[rank + 1]];
    const gaps = [left, right].map((other) => (other === undefined ? 0 : Math.abs(at(kernel) - at(other))));
    const gap = count === 1 ? Math.max(at(kernel), 1 - at(kernel)) : Math.max(...gaps);
    return [kernel, kernelWidth(gap, { count, narrowest })] as const;
  });
  return new Map(widths);
}

const THOUSANDTHS = 1000;
const unit = fc.oneof(
  fc.nat(THOUSANDTHS).map((part) => part / THOUSANDTHS),
  fc.constantFrom(0, 0.5, 1, Number.NaN),
);

describe("KernelWidths", () => {
  it("measures gaps to the farther neighbour, the ends of the range not being any", () => {
    const { widths, keeper } = tracked();
    keeper.extend(Float64Array.of(0.9, 0.1, 0.4), 0, 3);
    expect([0, 1, 2].map((kernel) => widths.get(kernel)?.toFixed(12))).toEqual(
      [0.5, 0.3, 0.5].map((width) => width.toFixed(12)),
    );
  });

  it("is the same whichever way kernels came, left and came back", () => {
    const change = fc.record({ kind: fc.constantFrom("extend", "remove", "restore"), pick: fc.nat(1000) });
    const property = fc.property(
      fc.array(unit, { minLength: 1, maxLength: 60 }),
      fc.array(change, { maxLength: 40 }),
      (values, changes) => {
        const coordinates = Float64Array.from(values);
        const { widths, keeper } = tracked();
        const removed = new Set<number>();
        let size = 0;
        const grow = (to: number) => {
          keeper.extend(coordinates, size, to);
          size = to;
        };
        for (const { kind, pick } of changes) {
          const kernel = pick % Math.max(1, size);
          if (kind === "extend") grow(Math.min(values.length, size + 1 + (pick % 12)));
          else if (size === 0) continue;
          else if (kind === "remove" && !removed.has(kernel)) keeper.remove(removed.add(kernel) && kernel);
          else if (kind === "restore" && removed.delete(kernel)) keeper.restore(kernel);
        }
        grow(values.length);
        for (const [kernel, width] of expectedWidths(coordinates, removed, 0.03)) {
          expect(widths.get(kernel)).toBe(width);
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it("follows a smaller limit", () => {
    const { widths, keeper } = tracked();
    const coordinates = Float64Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100);
    keeper.extend(coordinates, 0, 100);
    expect(widths.get(50)).toBe(0.03);
    keeper.setNarrowest(0.001);
    expect(widths.get(50)).toBeCloseTo(0.01, 12);
  });
});
