/** Options as the modules take them. */

import type { LanguageOptions } from "./types.js";

/** The names of features, separated by commas. */
export function featureList(options?: LanguageOptions): string {
  return (options?.features ?? []).join(",");
}
