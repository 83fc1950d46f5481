/** The client of a Prometheus, as codemirror-promql knows it: one of a configuration, or a page's own. */

import { Cache } from "../providers/cache.js";
import { HttpApi, addLookback, type FetchFn } from "../providers/http.js";
import { selectorText, type Matcher } from "./matcher.js";

/** The type and the help text of a metric. */
export interface MetricMetadata {
  type: string;
  help: string;
}

/** What completion asks about metrics and labels. */
export interface PrometheusClient {
  /** Names of labels, of a metric where one is given. */
  labelNames(metricName?: string): Promise<string[]>;
  /** Values of a label, of the series of a metric that match where these are given. */
  labelValues(labelName: string, metricName?: string, matchers?: Matcher[]): Promise<string[]>;
  /** Metadata of all metrics, by name. */
  metricMetadata(): Promise<Record<string, MetricMetadata[]>>;
  /** The label sets of series. */
  series(metricName: string, matchers?: Matcher[], labelName?: string): Promise<Map<string, string>[]>;
  /** Names of metrics. */
  metricNames(prefix?: string): Promise<string[]>;
  /** The flags that Prometheus was started with. */
  flags(): Promise<Record<string, string>>;
  /** Stops what is under way. */
  destroy?(): void;
}

/** How long answers are kept. */
export interface CacheConfig {
  /** In milliseconds; 5 minutes by default. */
  maxAge?: number;
  /** Names of metrics that are known before Prometheus is asked. */
  initialMetricList?: string[];
}

/** How a Prometheus is asked. */
export interface PrometheusConfig {
  url?: string;
  /** How far back series are looked for, in milliseconds. */
  lookbackInterval?: number;
  /** Is told of each request that failed. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type of codemirror-promql
  httpErrorHandler?: (error: any) => void;
  fetchFn?: FetchFn;
  cache?: CacheConfig;
  /** `POST` by default. */
  httpMethod?: "POST" | "GET";
  /** `/api/v1` by default. */
  apiPrefix?: string;
  requestHeaders?: Headers;
}

/** Whether this is a client, not the configuration of one. */
export function isPrometheusClient(remote: PrometheusConfig | PrometheusClient): remote is PrometheusClient {
  const names = ["labelNames", "labelValues", "metricMetadata", "series", "metricNames"] as const;
  return names.every((name) => typeof (remote as PrometheusClient)[name] === "function");
}

/** Asks a Prometheus over HTTP and keeps its answers. A request that fails gives nothing. */
export class HttpPrometheusClient implements PrometheusClient {
  private readonly api: HttpApi;
  private readonly answers: Cache<unknown>;

  constructor(private readonly config: PrometheusConfig) {
    this.api = new HttpApi(config);
    this.answers = new Cache(config.cache?.maxAge ?? 5 * 60 * 1000);
    const metrics = config.cache?.initialMetricList;
    if (metrics !== undefined) this.answers.set(this.key("/label/__name__/values"), Promise.resolve(metrics));
  }

  labelNames(metricName?: string): Promise<string[]> {
    return this.get("/labels", [], metricName ? selectorText(metricName, []) : undefined, true);
  }

  labelValues(labelName: string, metricName?: string, matchers: Matcher[] = []): Promise<string[]> {
    const selector = metricName ? selectorText(metricName, matchers, labelName) : undefined;
    return this.get(`/label/${encodeURIComponent(labelName)}/values`, [], selector);
  }

  metricMetadata(): Promise<Record<string, MetricMetadata[]>> {
    return this.get("/metadata", {});
  }

  series(metricName: string, matchers: Matcher[] = [], labelName?: string): Promise<Map<string, string>[]> {
    return this.get("/series", [], selectorText(metricName, matchers, labelName), true);
  }

  metricNames(): Promise<string[]> {
    return this.labelValues("__name__");
  }

  flags(): Promise<Record<string, string>> {
    return this.get("/status/flags", {});
  }

  destroy(): void {
    this.api.destroy();
    this.answers.clear();
  }

  private key(path: string, selector?: string): string {
    return `${path} ${selector ?? ""}`;
  }

  private async get<T>(path: string, nothing: T, selector?: string, canPost = false): Promise<T> {
    const ask = () => this.api.get(path, this.parameters(path, selector), undefined, canPost);
    try {
      return (await this.answers.get(this.key(path, selector), ask)) as T;
    } catch (error) {
      this.config.httpErrorHandler?.(error);
      return nothing;
    }
  }

  private parameters(path: string, selector?: string): URLSearchParams {
    const parameters = new URLSearchParams();
    if (selector !== undefined) parameters.set("match[]", selector);
    if (this.config.lookbackInterval !== undefined && /^\/(label|series)/.test(path)) {
      addLookback(parameters, this.config.lookbackInterval);
    }
    return parameters;
  }
}
