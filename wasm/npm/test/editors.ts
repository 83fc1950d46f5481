// Uses the types of the entries for editors.
import type { EditorState, Extension } from "@codemirror/state";
import type * as monaco from "monaco-editor";
import { loadLanguage } from "promenade";
import { formatQuery, parser, prometheusProvider, promql, promqlLanguage, type MetadataProvider } from "promenade/codemirror";
import { LanguageType, PromQLExtension, newCompleteStrategy, promQLLanguage, type PrometheusClient } from "promenade/codemirror-promql";
import { VectorSelector } from "promenade/lezer-promql";
import { registerPromQL } from "promenade/monaco";

const provider: MetadataProvider = {
  answer: (requests) => requests.map((request) => (request.kind === "metrics" ? { metrics: [{ name: "up" }] } : { values: [] })),
};

export const extensions: Extension[] = [
  promql(),
  promql({ language: loadLanguage(), metadata: provider, variables: true, lints: { "rate-of-gauge": "off" }, lintDelay: 50 }),
  promql({ metadata: prometheusProvider({ url: "http://localhost:9090", debounce: 50, maxAge: 1000 }) }),
  promqlLanguage("MetricName"),
  new PromQLExtension().setComplete({ remote: { url: "" }, maxMetricsMetadata: 10 }).activateLinter(false).asExtension(LanguageType.MetricName),
  promQLLanguage(LanguageType.PromQL),
];

export const strategy = (remote: PrometheusClient) => newCompleteStrategy({ remote });
export const register = (api: typeof monaco) => registerPromQL(api, { metadata: provider }).dispose();
export const isSelector = (state: EditorState) => parser.parse(state.doc.toString()).topNode.firstChild?.type.id === VectorSelector;
export const command = formatQuery;
