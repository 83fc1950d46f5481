/** Where completion gets the names of metrics and labels from. */

export type { FetchFn, HttpOptions } from "./http.js";
export { prometheusProvider, type PrometheusOptions } from "./prometheus.js";
export type { MetadataProvider } from "./provider.js";
