/** Reads series of a Prometheus server through its HTTP API, as raw samples, where the server allows it (CORS). */
import { formatDuration } from "../text/duration";
import type { Incoming } from "./sources";

export interface ServerRequest {
  url: string;
  /** Series selectors. */
  selectors: readonly string[];
  endMs: number;
  rangeMs: number;
  signal?: AbortSignal;
}

/** A fetch that fails tells a page nothing about the reason; the likely ones are named. */
const UNREACHABLE =
  "the server did not answer this page. It may be down, or it may not allow other pages: start Prometheus with " +
  "--web.cors.origin, or save its answer as a file and drop that here";

async function ask(url: URL, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, signal ? { signal } : {});
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Error(`${url.origin}: ${UNREACHABLE}`);
  }
}

async function errorOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (body && typeof body === "object" && "error" in body) return String(body.error);
  } catch {
    // Proxies answer with HTML; its status says more than its text.
  }
  return `${response.status} ${response.statusText}`;
}

/** The samples of each selector as the server's JSON answers. */
export async function readServer(request: ServerRequest): Promise<Incoming[]> {
  const base = request.url.replace(/\/+$/, "");
  const out: Incoming[] = [];
  for (const selector of request.selectors) {
    const url = new URL(`${base}/api/v1/query`);
    url.searchParams.set("query", `${selector}[${formatDuration(request.rangeMs)}]`);
    url.searchParams.set("time", String(request.endMs / 1000));
    const response = await ask(url, request.signal);
    if (!response.ok) throw new Error(`${url.origin}: ${await errorOf(response)}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    out.push({ name: `${url.host} ${selector}`, kind: "server", bytes, format: "prometheus-api" });
  }
  return out;
}
