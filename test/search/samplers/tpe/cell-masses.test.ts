import { describe, expect, it } from "vitest";
import { numericKinds } from "../../../../src/search/distributions/catalogue.js";
import { CellMasses } from "../../../../src/search/samplers/tpe/cell-masses.js";

describe("CellMasses", () => {
  const distribution = numericKinds.uniformint.create(1, 20);

  it("gives each shape mass 1 over all values", () => {
    const cells = new CellMasses(distribution);
    const shapes = [cells.shapeOf(0.025, 0.03), cells.shapeOf(0.525, 0.2), cells.shapeOf(0.975, 1)];
    for (const shape of shapes) {
      let mass = 0;
      for (let value = 1; value <= 20; value++) mass += Math.exp(cells.tableAt(value)[shape] ?? 0) / 20;
      expect(mass).toBeCloseTo(1, 10);
    }
  });

  it("knows a shape again, and has 0 for no shape", () => {
    const cells = new CellMasses(distribution);
    const shape = cells.shapeOf(0.5, 0.1);
    expect(shape).toBeGreaterThan(0);
    expect(cells.shapeOf(0.5, 0.2)).not.toBe(shape);
    expect(cells.shapeOf(0.5, 0.1)).toBe(shape);
    expect(cells.tableAt(3)[0]).toBe(0);
  });

  it("gives the same numbers when shapes and values come in another order, and after it had to forget", () => {
    const [first, second] = [new CellMasses(distribution), new CellMasses(distribution)];
    const shape = first.shapeOf(0.3, 0.07);
    const early = first.tableAt(7)[shape];
    for (let index = 0; index < 40_000; index++) second.shapeOf(index / 40_000, 0.05);
    for (let value = 1; value <= 20; value++) second.tableAt(value);
    const late = second.shapeOf(0.3, 0.07);
    expect(second.tableAt(7)[late]).toBe(early);
    for (let index = 0; index < 40_000; index++) first.shapeOf(index / 40_000, 0.05);
    expect(first.tableAt(7)[shape]).toBe(early);
  });
});
