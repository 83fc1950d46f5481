/** Numbers as Prometheus's answers write them, and as people read them. */

/** A sample's value as Prometheus writes it: `+Inf`, `-Inf`, `NaN`, else the shortest exact digits. */
export function formatValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return Number.isNaN(value) ? "NaN" : Object.is(value, -0) ? "-0" : String(value);
}

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

/** Four digits and a prefix for axes and summaries: `1.5M`, `0.0123`, `2.3e-7`. */
export function shortValue(value: number): string {
  if (!Number.isFinite(value)) return formatValue(value);
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-3 || size >= 1e15) return value.toExponential(2).replace(/\.?0+e/, "e");
  const [unit, prefix] = PREFIXES.find(([limit]) => size >= limit) ?? [1, ""];
  return `${Number((value / unit).toPrecision(4))}${prefix}`;
}

const COUNTS = new Intl.NumberFormat("en-US");

/** A count with separators: `25,164`. */
export function formatCount(count: number): string {
  return COUNTS.format(count);
}

/** `1 series`, `3 rows`: the count and its noun. */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Bytes in binary units: `3.2 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
