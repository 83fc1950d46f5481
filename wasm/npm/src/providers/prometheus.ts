/** Metrics and labels of a Prometheus. */

import type { MetadataAnswer, MetadataRequest, MetricInfo } from "../types.js";
import { Cache } from "./cache.js";
import { HttpApi, addLookback, type HttpOptions } from "./http.js";
import { emptyAnswer, type MetadataProvider } from "./provider.js";

/** How a Prometheus is asked for its metrics and labels. */
export interface PrometheusOptions extends HttpOptions {
  /** How far back series are looked for, in milliseconds; all that Prometheus has by default. */
  lookbackInterval?: number;
  /** How long answers are kept, in milliseconds; 5 minutes by default. */
  maxAge?: number;
  /** How long typing must pause before Prometheus is asked for what is not kept, in milliseconds; 100 by default. */
  debounce?: number;
  /** The most metrics for which types and help texts are fetched; 10,000 by default. */
  maxMetricsMetadata?: number;
  /** The most values that are asked for; no limit by default. */
  limit?: number;
  /** Is told of each request that failed. */
  onError?: (error: unknown) => void;
}

/** Asks a Prometheus. Answers are kept, and requests wait for a pause in typing. */
export function prometheusProvider(options: PrometheusOptions): MetadataProvider {
  return new PrometheusProvider(options);
}

class PrometheusProvider implements MetadataProvider {
  private readonly api: HttpApi;
  private readonly answers: Cache<MetadataAnswer>;

  constructor(private readonly options: PrometheusOptions) {
    this.api = new HttpApi(options);
    this.answers = new Cache(options.maxAge ?? 5 * 60 * 1000);
  }

  async answer(requests: MetadataRequest[], signal: AbortSignal): Promise<MetadataAnswer[]> {
    return Promise.all(requests.map((request) => this.one(request, signal)));
  }

  private async one(request: MetadataRequest, signal: AbortSignal, isSecond = false): Promise<MetadataAnswer> {
    const make = async () => {
      await pause(this.options.debounce ?? 100, signal);
      // The list of all metrics is of use whatever is typed: once it is asked for, it is waited for.
      return this.ask(request, request.selector === undefined ? undefined : signal);
    };
    try {
      return await this.answers.get(JSON.stringify(request), make);
    } catch (error) {
      // It may have been the request of an earlier completion, which was stopped.
      const wasOthers = error instanceof DOMException && error.name === "AbortError" && !signal.aborted;
      if (wasOthers && !isSecond) return this.one(request, signal, true);
      if (!signal.aborted) this.options.onError?.(error);
      return emptyAnswer(request);
    }
  }

  private async ask(request: MetadataRequest, signal?: AbortSignal): Promise<MetadataAnswer> {
    const parameters = this.parameters(request);
    if (request.kind === "labelNames") {
      return { values: (await this.api.get("/labels", parameters, signal, true)) as string[] };
    }
    const label = request.kind === "metrics" ? "__name__" : (request.label ?? "");
    const path = `/label/${encodeURIComponent(label)}/values`;
    const values = (await this.api.get(path, parameters, signal)) as string[];
    return request.kind === "metrics" ? { metrics: await this.described(values, signal) } : { values };
  }

  /** Metrics with type, help and unit, unless there are too many or Prometheus does not say. */
  private async described(names: string[], signal?: AbortSignal): Promise<MetricInfo[]> {
    if (names.length > (this.options.maxMetricsMetadata ?? 10_000)) return names.map((name) => ({ name }));
    type Row = { type?: string; help?: string; unit?: string };
    const found = await this.api.get("/metadata", new URLSearchParams(), signal).catch((error: unknown) => {
      if (!signal?.aborted) this.options.onError?.(error);
      return {};
    });
    const rows = found as Record<string, Row[]>;
    return names.map((name) => ({ name, ...(rows[name] ?? rows[name.replace(/_(bucket|sum|count)$/, "")])?.[0] }));
  }

  private parameters(request: MetadataRequest): URLSearchParams {
    const parameters = new URLSearchParams();
    if (request.selector !== undefined) parameters.set("match[]", request.selector);
    if (this.options.limit !== undefined) parameters.set("limit", String(this.options.limit));
    if (this.options.lookbackInterval !== undefined) addLookback(parameters, this.options.lookbackInterval);
    return parameters;
  }

  destroy(): void {
    this.api.destroy();
    this.answers.clear();
  }
}

/** Waits. Rejected if the signal is aborted meanwhile. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("typing went on", "AbortError"));
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
