/** PromQL as a language of CodeMirror: a tree that is there at once, with the nodes of lezer-promql. */

import { LRLanguage } from "@codemirror/language";
import { parser } from "../lezer/parser.js";
import type { LanguageOptions } from "../types.js";

/** What a text is: a query, or the name of a metric alone. */
export type Top = "PromQL" | "MetricName";

/** The language, with the variables of Grafana and names beyond ASCII where the options have them. */
export function promqlLanguage(top: Top = "PromQL", options: LanguageOptions = {}): LRLanguage {
  const dialects = [
    ...(options.variables ? ["grafana"] : []),
    ...(options.features?.includes("promql-unquoted-utf8-names") ? ["utf8"] : []),
  ];
  return LRLanguage.define({
    name: "promql",
    parser: parser.configure({ top, dialect: dialects.join(" ") }),
    languageData: {
      closeBrackets: { brackets: ["(", "[", "{", "'", '"', "`"] },
      commentTokens: { line: "#" },
    },
  });
}
