/** Durations as Prometheus writes them (`1h30m`), in milliseconds. */

const UNITS: readonly (readonly [string, number])[] = [
  ["y", 365 * 86_400_000],
  ["w", 7 * 86_400_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
];

const SHAPE = /^(?:\d+(?:y|w|d|h|ms|m|s))+$/;

/** Reads `1h30m`, `15s`, or a number of seconds; `null` if the text is neither or not above zero. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const ms = Math.round(Number(trimmed) * 1000);
    return ms > 0 ? ms : null;
  }
  if (!SHAPE.test(trimmed)) return null;
  let total = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    total += Number(count) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0);
  }
  return total > 0 && Number.isSafeInteger(total) ? total : null;
}

/** The shortest exact text: `5400000` is `1h30m`. Weeks and years are written as days, which people read faster. */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  if (rest <= 0) return "0s";
  let text = "";
  for (const [unit, size] of UNITS.slice(2)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** At most two units, for people: 20 minutes 3 seconds 120 ms is `20m3s`. */
export function roughDuration(ms: number): string {
  const unit = UNITS.slice(2).find(([, size]) => ms >= size)?.[1] ?? 1;
  const next = UNITS.find(([, size]) => size < unit)?.[1] ?? 1;
  return formatDuration(Math.round(ms / next) * next);
}

/** Time that a computation took: `0.42 ms`, `38 ms`, `1.6 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}
