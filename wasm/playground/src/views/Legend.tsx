/** The lines of a graph with their values: a click shows one alone, with Ctrl or ⌘ it hides or shows one; text filters. */

import { settings } from "../state/settings";
import { formatValue } from "../text/number";
import { formatTime } from "../text/time";
import type { Line, Lines, MatrixTimes } from "./graph_data";
import { Metric } from "./Metric";

interface Props {
  lines: Lines;
  times: MatrixTimes;
  /** The step whose values are shown. */
  step: number;
  filter: string;
  onFilter: (text: string) => void;
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
}

const SHOWN = 200;

function valueAt(line: Line, step: number): string {
  return line.series.present[step] ? formatValue(line.series.values[step] ?? Number.NaN) : "–";
}

/** What is hidden after a click on a line. */
export function afterClick(
  all: readonly string[],
  hidden: ReadonlySet<string>,
  id: string,
  single: boolean,
): Set<string> {
  if (single) {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    return next;
  }
  const isAlone = !hidden.has(id) && hidden.size === all.length - 1;
  return isAlone ? new Set() : new Set(all.filter((other) => other !== id));
}

export function Legend({ lines, times, step, filter, onFilter, hidden, onHidden }: Props) {
  const ids = lines.lines.map((line) => line.id);
  const needle = filter.toLowerCase();
  const kept = lines.lines.filter((line) => line.id.toLowerCase().includes(needle));
  return (
    <div class="legend">
      <div class="legend-head">
        {lines.lines.length > 4 && (
          <input
            type="search"
            placeholder="Filter series"
            aria-label="Filter series"
            value={filter}
            onInput={(e) => onFilter(e.currentTarget.value)}
          />
        )}
        {Object.keys(lines.common).length > 0 && (
          <span class="common">
            <span class="hint">all series </span>
            <Metric labels={lines.common} />
          </span>
        )}
        <span class="at hint">{formatTime(times.start + step * times.step, settings.zone.value)}</span>
      </div>
      <ul>
        {kept.slice(0, SHOWN).map((line) => (
          <li key={line.id}>
            <button
              type="button"
              aria-pressed={!hidden.has(line.id)}
              title="Click to show it alone; Ctrl-click to hide or show it"
              onClick={(event) => onHidden(afterClick(ids, hidden, line.id, event.ctrlKey || event.metaKey))}
            >
              <span class="swatch" style={{ background: line.color }} />
              <Metric labels={line.labels} />
              <span class="legend-value">{valueAt(line, step)}</span>
            </button>
          </li>
        ))}
      </ul>
      {kept.length > SHOWN && <p class="hint">and {kept.length - SHOWN} more; filter to see them</p>}
    </div>
  );
}
