/** Data that JavaScript reads before the module does: gzip, and answers of Prometheus's API. */

import type { DataFormat } from "./types.js";

/** Data that the module reads. */
export interface Readable {
  bytes: Uint8Array;
  format: Exclude<DataFormat, "prometheus-api">;
  warnings: string[];
}

/** Unpacks bytes packed with gzip; gives others as they are. The promise is rejected if they are broken. */
export async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Bytes in a format that the module reads. Throws if an answer of an API is broken. */
export function readable(bytes: Uint8Array, format: DataFormat): Readable {
  if (format === "prometheus-api" || (format === "auto" && isApiAnswer(bytes))) return ofApi(bytes);
  return { bytes, format, warnings: [] };
}

/** How an answer of Prometheus's API begins. */
function isApiAnswer(bytes: Uint8Array): boolean {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 256));
  return /^\s*\{\s*"(status|data)"\s*:/.test(beginning);
}

type Point = [seconds: number, value: string];

interface ApiSeries {
  metric: Record<string, string>;
  value?: Point;
  values?: Point[];
  histogram?: unknown;
  histograms?: unknown[];
}

interface ApiAnswer {
  status?: string;
  error?: string;
  data?: { resultType?: string; result?: ApiSeries[] | Point };
}

/** The series of an answer as JSON lines. */
function ofApi(bytes: Uint8Array): Readable {
  const answer = JSON.parse(new TextDecoder().decode(bytes)) as ApiAnswer;
  if (answer.status !== "success") throw new Error(`the API answered with an error: ${answer.error ?? "unknown"}`);
  const { resultType, result } = answer.data ?? {};
  if ((resultType !== "matrix" && resultType !== "vector") || !Array.isArray(result)) {
    throw new Error(`a result of the type ${resultType ?? "unknown"} has no series: ask for a vector or a matrix`);
  }
  const series = result as ApiSeries[];
  const lines = series.map(({ metric, value, values }) => {
    const points = values ?? (value ? [value] : []);
    const timestamps = points.map(([seconds]) => Math.round(seconds * 1000));
    return JSON.stringify({ metric, values: points.map(([, v]) => v), timestamps });
  });
  const n = series.filter((one) => one.histogram !== undefined || one.histograms !== undefined).length;
  const warning = `native histograms of ${n} series were left out: the API does not give their schema`;
  return {
    bytes: new TextEncoder().encode(lines.join("\n")),
    format: "jsonl",
    warnings: n > 0 ? [warning] : [],
  };
}
