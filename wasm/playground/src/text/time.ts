/** Times in the zone of the settings. All times are milliseconds since 1970. */

export type Zone = "local" | "utc";

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

interface Parts {
  date: string;
  clock: string;
  seconds: string;
  ms: number;
}

function partsOf(ms: number, zone: Zone): Parts {
  const shifted = new Date(zone === "utc" ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000);
  if (Number.isNaN(shifted.getTime())) return { date: String(ms), clock: "", seconds: "", ms: 0 };
  return {
    date: `${shifted.getUTCFullYear()}-${pad(shifted.getUTCMonth() + 1)}-${pad(shifted.getUTCDate())}`,
    clock: `${pad(shifted.getUTCHours())}:${pad(shifted.getUTCMinutes())}`,
    seconds: pad(shifted.getUTCSeconds()),
    ms: shifted.getUTCMilliseconds(),
  };
}

/** `2026-11-23 08:12:29`, with milliseconds where there are some. */
export function formatTime(ms: number, zone: Zone): string {
  const parts = partsOf(ms, zone);
  return `${parts.date} ${parts.clock}:${parts.seconds}${parts.ms ? `.${pad(parts.ms, 3)}` : ""}`;
}

/** A tick of an axis: the date at midnight, seconds only where ticks are closer than a minute. */
export function formatTick(ms: number, zone: Zone, spacingMs: number): string {
  const parts = partsOf(ms, zone);
  if (spacingMs >= 86_400_000) return parts.date.slice(5);
  if (parts.clock === "00:00" && parts.seconds === "00") return parts.date.slice(5);
  return spacingMs < 60_000 ? `${parts.clock}:${parts.seconds}` : parts.clock;
}

/** Reads what `formatTime` writes, also without seconds or with `T`, or Unix seconds; `null` if the text is neither. */
export function parseTime(text: string, zone: Zone): number | null {
  const trimmed = text.trim();
  if (/^\d{6,}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000);
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(trimmed);
  if (!match) return null;
  const ms = Date.parse(`${match[1]}T${match[2] ?? "00:00"}${zone === "utc" ? "Z" : ""}`);
  return Number.isNaN(ms) ? null : ms;
}
