/**
 * The exports and options of `@prometheus-io/codemirror-promql`: a page that uses it works with this entry once its import is
 * changed. Mistakes are those that Prometheus finds, and completion, hover and highlighting are those of this package.
 */

export type { PrometheusClient } from "./client.js";
export { newCompleteStrategy, type CompleteConfiguration, type CompleteStrategy } from "./complete.js";
export type { LintStrategy } from "./lint.js";
export { LanguageType, PromQLExtension, promQLLanguage } from "./promql.js";
