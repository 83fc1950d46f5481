/** The result of a range query as a graph: lines, or a heatmap where series are native histograms. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Value } from "../api";
import type { Panel } from "../state/panel";
import { settings } from "../state/settings";
import { counted, formatCount } from "../text/number";
import { formatTime } from "../text/time";
import { createChart, moveCursor } from "./chart";
import { Button } from "./controls";
import { alignedData, type Line, linesOf } from "./graph_data";
import { Heatmap } from "./Heatmap";
import { Legend } from "./Legend";
import { useThemeVersion, useWidth } from "./useWidth";

type Matrix = Extract<Value, { type: "matrix" }>;

const HEIGHT_PX = 300;
const MOST_LINES = 100;

function zoom(panel: Panel, startMs: number, endMs: number): void {
  const range = Math.max(1000, Math.round(endMs - startMs));
  panel.endMs.value = Math.round(endMs);
  panel.rangeMs.value = range;
}

function Chart({
  panel,
  matrix,
  lines,
  onCursor,
}: {
  panel: Panel;
  matrix: Matrix;
  lines: readonly Line[];
  onCursor: (step: number | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const width = useWidth(box);
  const stacked = panel.stacked.value;
  const log = panel.log.value;
  const zone = settings.zone.value;
  useEffect(() => {
    if (!box.current || width === 0) return;
    const data = alignedData(lines, matrix, { stacked, log });
    chart.current = createChart(box.current, lines, data, {
      width,
      height: HEIGHT_PX,
      zone,
      stacked,
      log,
      minMs: matrix.start,
      maxMs: matrix.start + Math.max(1, matrix.steps - 1) * matrix.step,
      onZoom: (from, to) => zoom(panel, from, to),
      onCursor,
    });
    return () => chart.current?.destroy();
  }, [panel, matrix, lines, width, stacked, log, zone, onCursor]);
  const keys = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || !chart.current) return;
    event.preventDefault();
    moveCursor(chart.current, event.shiftKey ? by * 10 : by);
  };
  const end = matrix.start + (matrix.steps - 1) * matrix.step;
  const label = `Graph of ${counted(lines.length, "series", "series")} from ${formatTime(matrix.start, zone)} to ${formatTime(end, zone)}. Arrow keys move through the steps; the legend shows the values.`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the graph's values.
    <div ref={box} class="chart" role="application" aria-label={label} tabIndex={0} onKeyDown={keys} />
  );
}

export function Graph({ panel, matrix }: { panel: Panel; matrix: Matrix }) {
  const theme = useThemeVersion();
  const [cursor, setCursor] = useState<number | null>(null);
  const [filter, setFilter] = useState("");
  const [most, setMost] = useState(MOST_LINES);
  const hidden = panel.hidden.value;
  const all = useMemo(() => linesOf(matrix.series.filter((series) => series.present.includes(1))), [matrix, theme]);
  const histograms = useMemo(
    () => matrix.series.filter((series) => series.histograms && series.histograms.size > 0),
    [matrix],
  );
  const visible = useMemo(() => {
    const needle = filter.toLowerCase();
    return all.lines.filter((line) => !hidden.has(line.id) && line.id.toLowerCase().includes(needle));
  }, [all, hidden, filter]);
  const shown = useMemo(() => visible.slice(0, most), [visible, most]);
  if (matrix.series.length === 0) return <p class="empty">No series match in this range.</p>;
  return (
    <div class="graph">
      {histograms.length > 0 && <Heatmap matrix={matrix} series={histograms} key={theme} />}
      {all.lines.length > 0 && (
        <>
          <Chart panel={panel} matrix={matrix} lines={shown} onCursor={setCursor} />
          {visible.length > shown.length && (
            <p class="more">
              {formatCount(shown.length)} of {formatCount(visible.length)} series are drawn.{" "}
              <Button label="Draw all" onClick={() => setMost(visible.length)} />
            </p>
          )}
          <Legend
            lines={all}
            times={matrix}
            step={cursor ?? matrix.steps - 1}
            filter={filter}
            onFilter={setFilter}
            hidden={hidden}
            onHidden={(next) => {
              panel.hidden.value = next;
            }}
          />
        </>
      )}
    </div>
  );
}
