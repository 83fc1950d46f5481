/** What is made of results: cardinality, columns of graphs, heatmaps, CSV. */
import { describe, expect, it } from "vitest";
import type { Histogram, Series, Value } from "../../src/api";
import { toCsv } from "../../src/export/csv";
import { cardinality } from "../../src/query/cardinality";
import { applyEdits, position } from "../../src/query/diagnose";
import { alignedData, isolated, type Line } from "../../src/views/graph_data";
import { gridOf } from "../../src/views/heatmap_data";
import { afterClick } from "../../src/views/Legend";

const series = (labels: Record<string, string>, cells: (number | null)[]): Series => ({
  labels,
  values: Float64Array.from(cells, (cell) => cell ?? Number.NaN),
  present: Uint8Array.from(cells, (cell) => Number(cell !== null)),
});
const line = (one: Series): Line => ({
  id: JSON.stringify(one.labels),
  labels: one.labels,
  color: "#000",
  series: one,
});

describe("cardinality", () => {
  it("counts values and puts the most frequent first", () => {
    const sets = [
      { a: "1", b: "x" },
      { a: "2", b: "x" },
      { a: "3", b: "y" },
    ];
    expect(cardinality(sets)).toEqual([
      {
        label: "a",
        values: 3,
        top: [
          { value: "1", series: 1 },
          { value: "2", series: 1 },
          { value: "3", series: 1 },
        ],
      },
      {
        label: "b",
        values: 2,
        top: [
          { value: "x", series: 2 },
          { value: "y", series: 1 },
        ],
      },
    ]);
  });
});

describe("columns of a graph", () => {
  const times = { start: 60_000, step: 15_000, steps: 3 };
  const lines = [line(series({ a: "1" }, [1, null, 3])), line(series({ a: "2" }, [10, 20, 0]))];

  it("have gaps where samples are missing", () => {
    expect(alignedData(lines, times, { stacked: false, log: false })).toEqual([
      [60, 75, 90],
      [1, null, 3],
      [10, 20, 0],
    ]);
  });

  it("are sums where they are stacked", () => {
    expect(alignedData(lines, times, { stacked: true, log: false }).slice(1)).toEqual([
      [1, null, 3],
      [11, 20, 3],
    ]);
  });

  it("leave out what a logarithmic axis cannot have, and infinities", () => {
    expect(alignedData(lines, times, { stacked: false, log: true })[2]).toEqual([10, 20, null]);
    const infinite = [line(series({}, [Number.POSITIVE_INFINITY, Number.NaN, 1]))];
    expect(alignedData(infinite, times, { stacked: false, log: false })[1]).toEqual([null, null, 1]);
  });

  it("show points without neighbours", () => {
    expect(isolated([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  });
});

describe("a legend", () => {
  const all = ["a", "b", "c"];
  it("shows one alone, then all again", () => {
    const alone = afterClick(all, new Set(), "a", false);
    expect(alone).toEqual(new Set(["b", "c"]));
    expect(afterClick(all, alone, "a", false)).toEqual(new Set());
    expect(afterClick(all, alone, "b", false)).toEqual(new Set(["a", "c"]));
  });
  it("hides and shows a single one", () => {
    expect(afterClick(all, new Set(), "b", true)).toEqual(new Set(["b"]));
    expect(afterClick(all, new Set(["b"]), "b", true)).toEqual(new Set());
  });
});

describe("a heatmap", () => {
  it("has a row for each bucket that occurs", () => {
    const histogram = (...buckets: [number, number, number][]): Histogram => ({
      count: 0,
      sum: 0,
      buckets: buckets.map(([lower, upper, count]) => ({ lower, upper, count, boundaries: 0 })),
    });
    const one: Series = {
      ...series({}, [null, null]),
      histograms: new Map([
        [0, histogram([1, 2, 5])],
        [1, histogram([0.5, 1, 3], [1, 2, 7])],
      ]),
    };
    const grid = gridOf(one, 2);
    expect(grid.rows).toEqual([
      { lower: 0.5, upper: 1 },
      { lower: 1, upper: 2 },
    ]);
    expect(grid.cells.map((column) => [...column])).toEqual([
      [0, 5],
      [3, 7],
    ]);
    expect(grid.most).toBe(7);
  });
});

describe("CSV", () => {
  it("has a column for each label and quotes what needs it", () => {
    const value: Value = {
      type: "vector",
      time: 0,
      samples: [
        { labels: { __name__: "up", a: 'x,"y"' }, value: 1 },
        { labels: { b: "z" }, value: Number.POSITIVE_INFINITY },
      ],
    };
    expect(toCsv(value)).toBe(
      '__name__,a,b,time,value\r\nup,"x,""y""",,1970-01-01T00:00:00.000Z,1\r\n,,z,1970-01-01T00:00:00.000Z,+Inf\r\n',
    );
  });

  it("has a row for each step with a sample", () => {
    const value: Value = { type: "matrix", start: 0, step: 1000, steps: 3, series: [series({ a: "1" }, [1, null, 2])] };
    expect(toCsv(value)).toBe("a,time,value\r\n1,1970-01-01T00:00:00.000Z,1\r\n1,1970-01-01T00:00:02.000Z,2\r\n");
  });
});

describe("edits", () => {
  it("are applied whatever their order", () => {
    expect(
      applyEdits("abcdef", [
        { from: 0, to: 1, insert: "X" },
        { from: 4, to: 6, insert: "" },
        { from: 2, to: 2, insert: "-" },
      ]),
    ).toBe("Xb-cd");
  });
  it("have a line and a column", () => {
    expect(position("a\nbcd", 4)).toEqual({ line: 2, column: 3 });
  });
});
