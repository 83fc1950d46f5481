/** A uPlot chart of lines in the colours of the page. */
import uPlot, { type AlignedData, type Options, type Series as PlotSeries } from "uplot";
import { shortValue } from "../text/number";
import { formatTick, type Zone } from "../text/time";
import { isolated, type Line } from "./graph_data";

export interface ChartOptions {
  width: number;
  height: number;
  zone: Zone;
  stacked: boolean;
  log: boolean;
  minMs: number;
  maxMs: number;
  onZoom: (startMs: number, endMs: number) => void;
  /** The step under the cursor, or `null` outside of the chart. */
  onCursor: (step: number | null) => void;
}

const cssVar = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function axes(options: ChartOptions): uPlot.Axis[] {
  const common = {
    stroke: cssVar("--muted"),
    font: `11px ${cssVar("--sans")}`,
    grid: { stroke: cssVar("--grid"), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...common,
      space: 70,
      size: 28,
      values: (_: uPlot, splits: number[], __: number, ___: number, incr: number) =>
        splits.map((seconds) => formatTick(seconds * 1000, options.zone, incr * 1000)),
    },
    {
      ...common,
      size: 58,
      values: (_: uPlot, splits: (number | null)[]) => splits.map((value) => (value === null ? "" : shortValue(value))),
    },
  ];
}

function plotSeries(line: Line, options: ChartOptions): PlotSeries {
  return {
    label: line.id,
    stroke: line.color,
    width: 1.5,
    ...(options.stacked ? { fill: `${line.color}55` } : {}),
    points: {
      size: 5,
      fill: line.color,
      filter: (u: uPlot, index: number, show: boolean) => (show ? null : isolated(u.data[index] ?? [])),
    },
  };
}

/** Between two stacked lines lies the area of the upper one. */
function bands(lines: readonly Line[], options: ChartOptions): uPlot.Band[] {
  if (!options.stacked) return [];
  return lines
    .slice(1)
    .map((line, index) => ({ series: [index + 2, index + 1] as [number, number], fill: `${line.color}55` }));
}

/** Areas are compared from zero on. */
function stackedRange(_: uPlot, min: number | null, max: number | null): [number, number] {
  return [Math.min(0, min ?? 0), Math.max(0, max ?? 1) * 1.05 || 1];
}

function scales(options: ChartOptions): uPlot.Scales {
  const y: uPlot.Scale = options.stacked ? { range: stackedRange } : options.log ? { distr: 3, log: 10 } : {};
  return { x: { time: true, min: options.minMs / 1000, max: options.maxMs / 1000 }, y };
}

/** Draws the lines into an element. */
export function createChart(
  parent: HTMLElement,
  lines: readonly Line[],
  data: AlignedData,
  options: ChartOptions,
): uPlot {
  const settings: Options = {
    width: options.width,
    height: options.height,
    legend: { show: false },
    scales: scales(options),
    axes: axes(options),
    series: [{}, ...lines.map((line) => plotSeries(line, options))],
    bands: bands(lines, options),
    tzDate: (seconds) =>
      options.zone === "utc" ? uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC") : new Date(seconds * 1000),
    focus: { alpha: 0.25 },
    cursor: {
      focus: { prox: 24 },
      drag: { x: true, y: false, setScale: false },
      points: { size: 7 },
    },
    hooks: {
      setSelect: [
        (u: uPlot) => {
          if (u.select.width < 3) return;
          const from = u.posToVal(u.select.left, "x") * 1000;
          const to = u.posToVal(u.select.left + u.select.width, "x") * 1000;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          options.onZoom(from, to);
        },
      ],
      setCursor: [
        (u: uPlot) =>
          options.onCursor(u.cursor.left !== undefined && u.cursor.left >= 0 ? (u.cursor.idx ?? null) : null),
      ],
    },
  };
  return new uPlot(settings, data, parent);
}

/** Moves the cursor by steps, for the keyboard. */
export function moveCursor(chart: uPlot, by: number): void {
  const last = (chart.data[0]?.length ?? 0) - 1;
  const from =
    chart.cursor.left !== undefined && chart.cursor.left >= 0 ? (chart.cursor.idx ?? last) : by > 0 ? -1 : last + 1;
  const to = Math.max(0, Math.min(last, from + by));
  const seconds = chart.data[0]?.[to];
  if (seconds !== undefined) chart.setCursor({ left: chart.valToPos(seconds, "x"), top: 0 });
}
