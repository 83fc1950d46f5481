/** Where completion gets the names of metrics and labels from. */

import type { MetadataAnswer, MetadataRequest } from "../types.js";

/** Answers what completion asks about metrics and labels. */
export interface MetadataProvider {
  /**
   * Answers requests, in their order. The signal is aborted when the answers are no longer wanted. An answer that cannot be had is
   * empty; a rejected promise leaves completion without names.
   */
  answer(requests: MetadataRequest[], signal: AbortSignal): Promise<MetadataAnswer[]> | MetadataAnswer[];
  /** Stops what is under way. */
  destroy?(): void;
}

/** The answer to a request of which nothing is known. */
export function emptyAnswer(request: MetadataRequest): MetadataAnswer {
  return request.kind === "metrics" ? { metrics: [] } : { values: [] };
}
