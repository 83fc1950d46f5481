/**
 * The types of the package. All offsets are UTF-16 code units, as in JavaScript's strings; all times are milliseconds since
 * 1970. What is wrong is a value: no function throws, and no promise is rejected, but for a module that cannot be loaded.
 */

/** A part of a text, from `from` up to but not including `to`. */
export interface Range {
  from: number;
  to: number;
}

/** How serious a diagnostic is: with an `error` a query is refused. */
export type Severity = "error" | "warning" | "info";

/** Feature flags under Prometheus's names. */
export type Feature =
  | "promql-experimental-functions"
  | "promql-binop-fill-modifiers"
  | "promql-delayed-name-removal"
  | "use-start-timestamps"
  | "type-and-unit-labels"
  | "promql-per-step-stats"
  | "promql-unquoted-utf8-names";

/** What a query may hold. */
export interface LanguageOptions {
  /** Feature flags that are on. Names that Prometheus does not have are ignored, as Prometheus ignores them. */
  features?: (Feature | (string & {}))[];
  /** Whether the variables of Grafana's dashboards (`$x`, `${x}`, `[[x]]`) are accepted. They cannot be evaluated. */
  variables?: boolean;
}

/** A replacement of a part of a text. */
export interface TextEdit extends Range {
  insert: string;
}

/** A change that fixes a diagnostic. */
export interface Fix {
  /** What it does, as an imperative. */
  title: string;
  /** Whether the result of the query stays the same. */
  safe: boolean;
  /** The replacements, which do not overlap. */
  edits: TextEdit[];
}

/** Something that is wrong, or probably not meant. */
export interface Diagnostic extends Range {
  /** `PQL001` and so on; `trap` where the module failed. */
  code: string;
  severity: Severity;
  message: string;
  help?: string;
  /** The documentation of the lint. */
  url?: string;
  /** Other places that belong to it. */
  labels: { from: number; to: number; message: string }[];
  fixes: Fix[];
}

/** The kinds of nodes, under the names of Prometheus's API where it has them. */
export type NodeKind =
  | "aggregation"
  | "binaryExpr"
  | "call"
  | "matrixSelector"
  | "subquery"
  | "numberLiteral"
  | "parenExpr"
  | "stringLiteral"
  | "unaryExpr"
  | "vectorSelector"
  | "variable"
  | "error";

/** The type of a value; `unknown` where an error or a variable leaves it open. */
export type ValueType = "vector" | "matrix" | "scalar" | "string" | "unknown";

/** A node of the tree. */
export interface TreeNode extends Range {
  /** The index in `nodes`. */
  id: number;
  kind: NodeKind;
  type: ValueType;
  /** The function, the aggregator, the operator, the metric or the variable, where the node has one. */
  name?: string;
  /** Indices into `nodes`, in the order of the text. */
  children: number[];
}

/** A text as a tree. Broken text has one too, with nodes of the kind `error`. */
export interface ParseResult {
  /** Each node stands before those below it. */
  nodes: TreeNode[];
  /** The index of the root. */
  root: number;
  /** All errors of syntax, names and types. */
  diagnostics: Diagnostic[];
}

/** A text that is laid out, or why it cannot be. */
export type FormatResult = { ok: true; text: string } | { ok: false; diagnostics: Diagnostic[] };

/** What a token is. */
export type TokenKind =
  | "metric"
  | "label"
  | "labelValue"
  | "function"
  | "aggregator"
  | "keyword"
  | "operator"
  | "number"
  | "duration"
  | "string"
  | "variable"
  | "comment"
  | "punctuation"
  | "invalid";

/** A token. */
export interface Token extends Range {
  kind: TokenKind;
}

/** What completion asks about metrics and labels. */
export interface MetadataRequest {
  kind: "metrics" | "labelNames" | "labelValues";
  /** A selector, as Prometheus's API takes it in `match[]`; absent where all series are meant. */
  selector?: string;
  /** The label whose values are asked for. */
  label?: string;
}

/** What is known of a metric. */
export interface MetricInfo {
  name: string;
  /** `counter`, `gauge`, `histogram` and so on. */
  type?: string;
  help?: string;
  unit?: string;
}

/** The answer to a request: metrics, or names or values of labels. */
export type MetadataAnswer = { metrics: MetricInfo[] } | { values: string[] };

/** What a completion item is. */
export type CompletionKind =
  | "metric"
  | "function"
  | "aggregator"
  | "label"
  | "labelValue"
  | "keyword"
  | "operator"
  | "duration"
  | "number"
  | "variable"
  | "snippet";

/** A completion item. `from` and `to` are the text that it replaces. */
export interface CompletionItem extends Range {
  /** What the list shows. */
  label: string;
  kind: CompletionKind;
  /** The text to insert. */
  insert: string;
  /** The same with places to fill in: `rate(${1:v}[${2:5m}])`. */
  snippet?: string;
  /** A signature, a type or the like, in a line. */
  detail?: string;
  /** Markdown. Of functions and aggregators it is rendered when it is read. */
  readonly documentation?: string;
  /** From 99 for the first item down to 0; the items are sorted by it. */
  score: number;
}

/** What may stand at an offset, best first. */
export interface CompletionList {
  items: CompletionItem[];
  /** Whether there may be more: an answer is missing, or items were left out. */
  incomplete: boolean;
}

/** What is known of a part of a text. */
export interface Hover extends Range {
  markdown: string;
}

/** The signature of a call. */
export interface SignatureHelp {
  label: string;
  documentation?: string;
  /** The parameters, each as it stands in `label`. */
  parameters: { label: string; documentation?: string }[];
  /** The index of the parameter that is being written; `null` if there are too many arguments. */
  active: number | null;
}

/** The language without data. All functions are synchronous. */
export interface Language {
  /** The tree of a text, with everything that is wrong with it. */
  parse(text: string, options?: LanguageOptions): ParseResult;
  /** What is wrong with a text: errors of syntax, names and types. */
  check(text: string, options?: LanguageOptions): Diagnostic[];
  /** A text laid out, on one line where it fits into `width` characters (100 by default). */
  format(text: string, options?: LanguageOptions & { width?: number }): FormatResult;
  /** Errors, and what is probably not meant. `lints` turns lints on and off by code, name or group. */
  lint(text: string, options?: LanguageOptions & { lints?: Record<string, "off" | "on"> }): Diagnostic[];
  /** A text with the safe fixes of lints applied, or with all. */
  fix(text: string, options?: LanguageOptions & { unsafe?: boolean }): { text: string; applied: number };
  /** The tokens of a text but whitespace, in order. */
  tokens(text: string, options?: LanguageOptions): Token[];
  /** What `complete` would like to know of metrics and labels. */
  completionRequests(text: string, offset: number, options?: LanguageOptions): MetadataRequest[];
  /**
   * What may stand at an offset. `answers` are those to `completionRequests` in the same order; without them the snapshot
   * is asked that was set before.
   */
  complete(text: string, offset: number, answers?: MetadataAnswer[], options?: LanguageOptions): CompletionList;
  /** Takes a snapshot of metrics as `promenade snapshot` writes it, for completion, hover and lints. */
  setMetadata(snapshot: string): { ok: true } | { ok: false; message: string };
  /** What is known of the text at an offset; `null` if nothing is. */
  hover(text: string, offset: number, options?: LanguageOptions): Hover | null;
  /** The signature of the call around an offset; `null` outside of calls. */
  signatureHelp(text: string, offset: number, options?: LanguageOptions): SignatureHelp | null;
  /** What can be folded. */
  foldingRanges(text: string): Range[];
  /** What a selection at an offset grows to, the smallest first. */
  selectionRanges(text: string, offset: number): Range[];
  /** The version of the package's core. */
  version(): string;
}

/** Why a query has no value. A `trap` is a failure of the module, which then starts anew with its data. */
export interface QueryError {
  kind: "parse" | "execution" | "timeout" | "cancelled" | "limit" | "storage" | "trap";
  message: string;
  /** What is wrong with the text, of a query of the kind `parse`. */
  diagnostics: Diagnostic[];
  /** The part of the query that it is about. */
  range?: Range;
}

/** A warning or info of a result. */
export interface Annotation {
  severity: "warning" | "info";
  message: string;
  range?: Range;
}

/** What a query cost. */
export interface Stats {
  samplesRead: number;
  /** The most samples held at once, as Prometheus counts them; known where the query came near its limit. */
  peakSamples?: number;
  seriesRead: number;
  /** The most memory held at once, in bytes. */
  peakBytes: number;
  elapsedMs: number;
}

/** A native histogram. */
export interface Histogram {
  count: number;
  sum: number;
  /** Buckets with observations, ascending. `boundaries`: 0 the upper bound is included, 1 the lower, 2 none, 3 both. */
  buckets: { lower: number; upper: number; count: number; boundaries: number }[];
}

/** A series of a range query. All arrays of a result are views of the same memory. */
export interface Series {
  labels: Record<string, string>;
  /** A cell for each step; NaN where there is no float. */
  values: Float64Array;
  /** A byte for each step: 1 where there is a float, which may be NaN, else 0. */
  present: Uint8Array;
  /** Histograms by the index of their step. */
  histograms?: Map<number, Histogram>;
}

/** The value of a query. A `matrix` is that of a range query, a `range-vector` that of an instant query. */
export type Value =
  | { type: "scalar"; time: number; value: number }
  | { type: "string"; time: number; value: string }
  | {
      type: "vector";
      time: number;
      samples: { labels: Record<string, string>; value?: number; histogram?: Histogram }[];
    }
  | { type: "matrix"; start: number; step: number; steps: number; series: Series[] }
  | {
      type: "range-vector";
      series: {
        labels: Record<string, string>;
        times: Float64Array;
        /** NaN where the sample is a histogram. */
        values: Float64Array;
        /** Histograms by the index of their time. */
        histograms?: Map<number, Histogram>;
      }[];
    };

/** The result of a query. */
export type QueryResult =
  | { ok: true; value: Value; annotations: Annotation[]; stats: Stats }
  | { ok: false; error: QueryError; annotations: Annotation[] };

/** What data is written in. `prometheus-api` is an answer of `/api/v1/query` or `/api/v1/query_range`. */
export type DataFormat = "exposition" | "openmetrics" | "jsonl" | "arrow" | "prometheus-api" | "auto";

/** How data is read. */
export interface LoadOptions {
  /** What messages call it. */
  name?: string;
  /** `auto` by default. */
  format?: DataFormat;
  /** The time of samples without one; now by default. */
  time?: number;
  /** Labels of series that do not have them. */
  labels?: Record<string, string>;
  /** How many lines that cannot be read are skipped, with a warning each; none by default. */
  maxErrors?: number;
}

/** What was loaded, or why nothing was. */
export type LoadResult =
  | { ok: true; series: number; samples: number; minTime: number; maxTime: number; warnings: string[] }
  | { ok: false; message: string; line?: number };

/** How a query is evaluated. */
export interface EvaluationOptions extends LanguageOptions {
  /** How long a sample is visible to a selector; 5 minutes by default. */
  lookbackMs?: number;
  /** How long the query may take; 2 minutes by default. */
  timeoutMs?: number;
  /** How many samples it may hold at once; 50 million by default. */
  maxSamples?: number;
  /** Stops the query. In a worker within 100 ms, without a worker before it begins. */
  signal?: AbortSignal;
  /** Is told how much of the query is done, from 0 to 1. */
  onProgress?: (fraction: number) => void;
}

/** The options of an instant query. */
export interface InstantOptions extends EvaluationOptions {
  time: number;
}

/** The options of a range query. Both ends are included. */
export interface RangeOptions extends EvaluationOptions {
  start: number;
  end: number;
  step: number;
}

/** A sample that a recording rule writes, or an alert that is pending or firing. */
export interface RuleSample {
  labels: Record<string, string>;
  value: number;
  /** Of an alert. */
  state?: "pending" | "firing";
  /** Of an alert. */
  annotations?: Record<string, string>;
}

/** What a rule gives at a time. */
export interface RuleResult {
  group: string;
  rule: string;
  kind: "alert" | "record";
  /** Of an alert: that of its most serious sample. */
  state?: "inactive" | "pending" | "firing";
  /** Why the evaluation failed. */
  error?: string;
  samples: RuleSample[];
}

/** What the rules of a file give, or why Prometheus refuses the file. */
export type RulesResult = { ok: true; rules: RuleResult[] } | { ok: false; errors: string[] };

/**
 * Queries over data in memory. In browsers it runs in a worker; calls are done one after the other. A trap or a stopped
 * query ends the worker, and a new one is started with the same data.
 */
export interface Engine {
  /** Loads data beside what is there. Data packed with gzip is unpacked. Later samples count where two collide. */
  load(bytes: Uint8Array, options?: LoadOptions): Promise<LoadResult>;
  /** Forgets all data. */
  clear(): Promise<void>;
  /** Evaluates an instant query. */
  query(text: string, options: InstantOptions): Promise<QueryResult>;
  /** Evaluates a range query. */
  queryRange(text: string, options: RangeOptions): Promise<QueryResult>;
  /** The answer as Prometheus's HTTP API writes it, of a query that fails too. */
  queryJson(text: string, options: InstantOptions | RangeOptions): Promise<string>;
  /** The answer as an Arrow IPC stream: a column for each label, `timestamp`, `value`, and `histogram` as text. */
  queryArrow(
    text: string,
    options: InstantOptions | RangeOptions,
  ): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; error: QueryError }>;
  /** How a query is evaluated: its plan as text. */
  explain(
    text: string,
    options?: LanguageOptions & Partial<RangeOptions> & { time?: number },
  ): Promise<{ ok: true; text: string } | { ok: false; diagnostics: Diagnostic[]; error: QueryError }>;
  /** The metrics of the data. */
  metrics(): Promise<MetricInfo[]>;
  /** The names of the labels of the series that a selector selects, or of all; of a text that is no selector none. */
  labelNames(selector?: string): Promise<string[]>;
  /** The values of a label of the series that a selector selects, or of all; of a text that is no selector none. */
  labelValues(label: string, selector?: string): Promise<string[]>;
  /** The answers to requests of completion. */
  metadata(requests: MetadataRequest[]): Promise<MetadataAnswer[]>;
  /** What is wrong with a rule file, and what is probably not meant. With the module `files` only. */
  checkRules?(yaml: string): Promise<Diagnostic[]>;
  /**
   * What the rules of a file give at a time: each group is evaluated at its interval from the oldest sample on, at most a
   * thousand times. With the module `files` only.
   */
  evaluateRules?(yaml: string, time: number, options?: LanguageOptions): Promise<RulesResult>;
  /** The memory of the instance in bytes. */
  memory(): Promise<number>;
  /** Ends the worker. What is asked afterwards, and what is not done, is cancelled. */
  dispose(): void;
}

/** How an engine is made. */
export interface EngineOptions {
  /** Where the module is; beside this package by default. */
  wasm?: string | URL;
  /** Whether it runs in a worker. By default where there is `Worker`: in browsers and Deno, and not in Node. */
  worker?: boolean;
  /** Which module: `engine`, or `files`, which reads and evaluates rule files too and is larger. */
  module?: "engine" | "files";
  /** Is told that a new instance was started, with the reason: what stopped the last one. */
  onRestart?: (reason: string) => void;
}

/** What a module can be loaded from. */
export type ModuleSource = string | URL | Response | BufferSource | WebAssembly.Module;
