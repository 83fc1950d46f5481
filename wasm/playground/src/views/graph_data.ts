/** A range query's result as columns for uPlot: hidden series left out, stacked or not, at most so many lines. */
import type { AlignedData } from "uplot";
import type { Series } from "../api";
import { commonLabels, formatMetric, type Labels, withoutLabels } from "../text/labels";

export interface Line {
  /** Its labels as text, which names it among the hidden ones. */
  id: string;
  /** Labels that not all lines share. */
  labels: Labels;
  color: string;
  series: Series;
}

/** What the legend lists. */
export interface Lines {
  common: Labels;
  lines: Line[];
}

export interface MatrixTimes {
  start: number;
  step: number;
  steps: number;
}

/** Colours of lines; each is a variable of the style sheet, which has one for light and one for dark. */
export const N_COLORS = 10;

function colorOf(index: number): string {
  return getComputedStyle(document.documentElement)
    .getPropertyValue(`--line-${index % N_COLORS}`)
    .trim();
}

/** The series with names and colours. */
export function linesOf(series: readonly Series[]): Lines {
  const common = series.length > 1 ? commonLabels(series.map(({ labels }) => labels)) : {};
  const lines = series.map((one, index) => ({
    id: formatMetric(one.labels),
    labels: series.length > 1 ? withoutLabels(one.labels, common) : one.labels,
    color: colorOf(index),
    series: one,
  }));
  return { common, lines };
}

type Column = (number | null)[];

/** Cells without a float are gaps; so are values that an axis cannot have. */
function column(series: Series, steps: number, log: boolean): Column {
  const out: Column = new Array(steps).fill(null);
  for (let step = 0; step < steps; step += 1) {
    const value = series.values[step] ?? Number.NaN;
    if (series.present[step] && Number.isFinite(value) && !(log && value <= 0)) out[step] = value;
  }
  return out;
}

/** Each column plus those before it; a gap adds nothing and stays a gap. */
function stack(columns: Column[], steps: number): Column[] {
  const sums = new Array<number>(steps).fill(0);
  return columns.map((cells) =>
    cells.map((cell, step) => {
      if (cell === null) return null;
      const sum = (sums[step] ?? 0) + cell;
      sums[step] = sum;
      return sum;
    }),
  );
}

/** Times in seconds, then a column for each line. */
export function alignedData(
  lines: readonly Line[],
  times: MatrixTimes,
  options: { stacked: boolean; log: boolean },
): AlignedData {
  const seconds = Array.from({ length: times.steps }, (_, step) => (times.start + step * times.step) / 1000);
  const columns = lines.map((line) => column(line.series, times.steps, options.log && !options.stacked));
  return [seconds, ...(options.stacked ? stack(columns, times.steps) : columns)] as AlignedData;
}

/** Points without a neighbour, which a line would not show. */
export function isolated(cells: ArrayLike<number | null | undefined>): number[] {
  const out: number[] = [];
  for (let index = 0; index < cells.length; index += 1) {
    if (cells[index] != null && cells[index - 1] == null && cells[index + 1] == null) out.push(index);
  }
  return out;
}
