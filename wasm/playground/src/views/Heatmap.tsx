/** A native histogram over time: time to the right, buckets upwards, stronger where there are more observations. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Series, Value } from "../api";
import { settings } from "../state/settings";
import { formatMetric } from "../text/labels";
import { shortValue } from "../text/number";
import { formatTick, formatTime, type Zone } from "../text/time";
import { type Grid, gridOf } from "./heatmap_data";
import { Metric } from "./Metric";
import { useWidth } from "./useWidth";

type Matrix = Extract<Value, { type: "matrix" }>;

const HEIGHT_PX = 280;
const LEFT_PX = 58;
const BOTTOM_PX = 24;

interface Geometry {
  width: number;
  cellWidth: number;
  cellHeight: number;
}

function geometryOf(grid: Grid, width: number): Geometry {
  return {
    width,
    cellWidth: (width - LEFT_PX) / Math.max(1, grid.cells.length),
    cellHeight: (HEIGHT_PX - BOTTOM_PX) / Math.max(1, grid.rows.length),
  };
}

const cssVar = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function drawCells(context: CanvasRenderingContext2D, grid: Grid, { cellWidth, cellHeight }: Geometry): void {
  context.fillStyle = cssVar("--accent");
  // Whole pixels: neighbours neither overlap nor leave a gap.
  const x = (step: number) => Math.round(LEFT_PX + step * cellWidth);
  const y = (row: number) => Math.round(HEIGHT_PX - BOTTOM_PX - row * cellHeight);
  for (const [step, column] of grid.cells.entries()) {
    for (const [row, count] of column.entries()) {
      if (count <= 0) continue;
      // The square root keeps tails visible beside a mode that is a hundred times as high.
      context.globalAlpha = 0.08 + 0.92 * Math.sqrt(count / grid.most);
      context.fillRect(x(step), y(row + 1), x(step + 1) - x(step), y(row) - y(row + 1));
    }
  }
  context.globalAlpha = 1;
}

function drawBounds(context: CanvasRenderingContext2D, grid: Grid, { cellHeight }: Geometry): void {
  context.textAlign = "right";
  context.textBaseline = "middle";
  const every = Math.max(1, Math.ceil(22 / cellHeight));
  for (let row = 0; row < grid.rows.length; row += every) {
    const upper = grid.rows[row]?.upper ?? 0;
    context.fillText(
      shortValue(Number(upper.toPrecision(3))),
      LEFT_PX - 8,
      HEIGHT_PX - BOTTOM_PX - (row + 1) * cellHeight,
    );
  }
}

/** Distances of ticks in milliseconds that people expect. */
const TICKS_MS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800].map((s) => s * 1000);

function drawTimes(context: CanvasRenderingContext2D, { cellWidth }: Geometry, matrix: Matrix, zone: Zone): void {
  context.textAlign = "center";
  context.textBaseline = "bottom";
  const msPerPixel = matrix.step / cellWidth;
  const every = TICKS_MS.find((ms) => ms >= 70 * msPerPixel) ?? 70 * msPerPixel;
  const end = matrix.start + (matrix.steps - 1) * matrix.step;
  for (let ms = Math.ceil(matrix.start / every) * every; ms <= end; ms += every) {
    const x = LEFT_PX + (ms - matrix.start + matrix.step / 2) / msPerPixel;
    context.fillText(formatTick(ms, zone, every), x, HEIGHT_PX - 4);
  }
}

function drawAxes(context: CanvasRenderingContext2D, grid: Grid, geometry: Geometry, matrix: Matrix, zone: Zone): void {
  context.fillStyle = cssVar("--muted");
  context.font = `11px ${cssVar("--sans")}`;
  drawBounds(context, grid, geometry);
  drawTimes(context, geometry, matrix, zone);
}

function useDrawing(grid: Grid, matrix: Matrix, width: number) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const zone = settings.zone.value;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width <= LEFT_PX) return;
    element.width = width * devicePixelRatio;
    element.height = HEIGHT_PX * devicePixelRatio;
    context.scale(devicePixelRatio, devicePixelRatio);
    const geometry = geometryOf(grid, width);
    drawCells(context, grid, geometry);
    drawAxes(context, grid, geometry, matrix, zone);
  }, [grid, matrix, width, zone]);
  return canvas;
}

function readout(grid: Grid, matrix: Matrix, width: number, x: number, y: number): string | null {
  const { cellWidth, cellHeight } = geometryOf(grid, width);
  const step = Math.floor((x - LEFT_PX) / cellWidth);
  const row = Math.floor((HEIGHT_PX - BOTTOM_PX - y) / cellHeight);
  const bucket = grid.rows[row];
  const count = grid.cells[step]?.[row];
  if (!bucket || count === undefined) return null;
  const time = formatTime(matrix.start + step * matrix.step, settings.zone.value);
  return `${time}: ${shortValue(count)} between ${shortValue(bucket.lower)} and ${shortValue(bucket.upper)}`;
}

export function Heatmap({ matrix, series }: { matrix: Matrix; series: readonly Series[] }) {
  const [chosen, setChosen] = useState(0);
  const [under, setUnder] = useState<string | null>(null);
  const one = series[Math.min(chosen, series.length - 1)];
  const grid = useMemo(() => (one ? gridOf(one, matrix.steps) : { rows: [], cells: [], most: 0 }), [one, matrix]);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const canvas = useDrawing(grid, matrix, width);
  if (!one) return null;
  return (
    <div class="heatmap" ref={box}>
      <div class="legend-head">
        {series.length > 1 ? (
          <select
            aria-label="Histogram"
            value={chosen}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {series.map((candidate, index) => (
              <option key={formatMetric(candidate.labels)} value={index}>
                {formatMetric(candidate.labels)}
              </option>
            ))}
          </select>
        ) : (
          <Metric labels={one.labels} />
        )}
        <span class="at hint">{under ?? "stronger colour: more observations"}</span>
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Heatmap of ${formatMetric(one.labels)}: ${grid.rows.length} buckets over ${matrix.steps} steps`}
        style={{ width: `${width}px`, height: `${HEIGHT_PX}px` }}
        onPointerMove={(event) => setUnder(readout(grid, matrix, width, event.offsetX, event.offsetY))}
        onPointerLeave={() => setUnder(null)}
      />
    </div>
  );
}
