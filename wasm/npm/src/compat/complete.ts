/** Completion under the names of codemirror-promql. */

import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { completeWith } from "../codemirror/completion.js";
import { loadLanguage } from "../language.js";
import { emptyAnswer, type MetadataProvider } from "../providers/provider.js";
import type { MetadataAnswer, MetadataRequest } from "../types.js";
import { HttpPrometheusClient, isPrometheusClient, type PrometheusClient, type PrometheusConfig } from "./client.js";
import { readSelector } from "./matcher.js";

/** Gives completions. */
export interface CompleteStrategy {
  promQL(context: CompletionContext): Promise<CompletionResult | null> | CompletionResult | null;
  destroy?(): void;
}

/** Where completions come from. */
export interface CompleteConfiguration {
  /** A Prometheus, or a client of one. */
  remote?: PrometheusConfig | PrometheusClient;
  /** The most metrics for which metadata is fetched; 10,000 by default. */
  maxMetricsMetadata?: number;
  /** Replaces all of it. */
  completeStrategy?: CompleteStrategy;
}

/** A strategy: the one that is given, or ours with the names of a Prometheus. */
export function newCompleteStrategy(conf?: CompleteConfiguration): CompleteStrategy {
  if (conf?.completeStrategy) return conf.completeStrategy;
  const remote = conf?.remote;
  if (remote === undefined) return new LanguageComplete();
  const client = isPrometheusClient(remote) ? remote : new HttpPrometheusClient(remote);
  return new LanguageComplete(client, conf?.maxMetricsMetadata);
}

class LanguageComplete implements CompleteStrategy {
  private readonly provider: MetadataProvider | undefined;

  constructor(
    private readonly client?: PrometheusClient,
    maxMetricsMetadata = 10_000,
  ) {
    this.provider = client && new ClientProvider(client, maxMetricsMetadata);
  }

  /** The client that is asked. */
  getPrometheusClient(): PrometheusClient | undefined {
    return this.client;
  }

  async promQL(context: CompletionContext): Promise<CompletionResult | null> {
    return completeWith(await loadLanguage(), context, this.provider);
  }

  destroy(): void {
    this.client?.destroy?.();
  }
}

/** Asks a client of codemirror-promql. */
class ClientProvider implements MetadataProvider {
  constructor(
    private readonly client: PrometheusClient,
    private readonly maxMetricsMetadata: number,
  ) {}

  answer(requests: MetadataRequest[]): Promise<MetadataAnswer[]> {
    return Promise.all(requests.map((request) => this.one(request).catch(() => emptyAnswer(request))));
  }

  private async one(request: MetadataRequest): Promise<MetadataAnswer> {
    if (request.kind === "metrics") return { metrics: await this.metrics() };
    const { metric, matchers } = readSelector(request.selector ?? "");
    if (request.kind === "labelNames") return { values: await this.client.labelNames(metric || undefined) };
    return { values: await this.client.labelValues(request.label ?? "", metric || undefined, matchers) };
  }

  private async metrics() {
    const names = await this.client.metricNames();
    if (names.length > this.maxMetricsMetadata) return names.map((name) => ({ name }));
    const metadata = await this.client.metricMetadata().catch(() => ({}) as Record<string, never[]>);
    return names.map((name) => ({ name, ...(metadata[name] ?? metadata[base(name)])?.[0] }));
  }
}

/** The name under which a classic histogram or a summary has its metadata. */
const base = (name: string) => name.replace(/_(bucket|count|sum)$/, "");
