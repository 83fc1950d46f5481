/**
 * PromQL in CodeMirror 6: highlighting, completion, errors and lints with fixes, hover, signatures, formatting.
 *
 * ```ts
 * new EditorView({ extensions: [basicSetup, promql({ metadata: prometheusProvider({ url: "http://localhost:9090" }) })] });
 * ```
 */

import { LanguageSupport } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { promqlKeymap } from "./commands.js";
import { complete } from "./completion.js";
import { findings } from "./findings.js";
import { LanguageHost, hosting, type PromqlOptions } from "./host.js";
import { hover } from "./hover.js";
import { promqlLanguage } from "./language.js";
import { signatureHelp } from "./signature.js";
import { theme } from "./theme.js";
import { tokens } from "./tokens.js";

export * from "../providers/index.js";
export { formatQuery, labelRanges, promqlKeymap, selectLabel } from "./commands.js";
export { complete } from "./completion.js";
export type { PromqlOptions } from "./host.js";
export { promqlLanguage, type Top } from "./language.js";
export { parser } from "../lezer/parser.js";

/** All of it. Parts can be had alone: `complete`, `formatQuery`, `promqlLanguage`. */
export function promql(options: PromqlOptions = {}): LanguageSupport {
  const language = promqlLanguage("PromQL", options.variables);
  return new LanguageSupport(language, [
    hosting(new LanguageHost(options)),
    language.data.of({ autocomplete: complete }),
    tokens(),
    findings(options.lintDelay ?? 100),
    hover(),
    signatureHelp(),
    keymap.of(promqlKeymap),
    EditorState.allowMultipleSelections.of(true),
    theme,
  ]);
}
