/** PromQL as a language of CodeMirror: a tree that is there at once, with the nodes of lezer-promql. */

import { LRLanguage } from "@codemirror/language";
import { parser } from "../lezer/parser.js";

/** What a text is: a query, or the name of a metric alone. */
export type Top = "PromQL" | "MetricName";

/** The language. With `variables` Grafana's variables are part of it. */
export function promqlLanguage(top: Top = "PromQL", variables = false): LRLanguage {
  return LRLanguage.define({
    name: "promql",
    parser: parser.configure(variables ? { top, dialect: "grafana" } : { top }),
    languageData: {
      closeBrackets: { brackets: ["(", "[", "{", "'", '"', "`"] },
      commentTokens: { line: "#" },
    },
  });
}
