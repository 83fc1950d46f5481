/** The looks of tooltips and of what is wrong. Colours of tokens are the editor's. */

import { EditorView } from "@codemirror/view";

export const theme = EditorView.baseTheme({
  ".cm-promql-invalid": { textDecoration: "underline dotted" },
  ".cm-promql-markdown": { maxWidth: "36em", maxHeight: "24em", overflow: "auto", padding: "4px 10px", whiteSpace: "normal" },
  ".cm-promql-markdown h4": { margin: "6px 0", fontSize: "1em" },
  ".cm-promql-markdown p, .cm-promql-markdown ul": { margin: "6px 0" },
  ".cm-promql-markdown ul": { paddingLeft: "1.4em" },
  ".cm-promql-markdown pre": { margin: "6px 0", whiteSpace: "pre-wrap" },
  ".cm-promql-markdown hr": { border: "none", borderTop: "1px solid currentColor", opacity: "0.25" },
  ".cm-promql-signature": { maxWidth: "44em", padding: "3px 8px" },
  ".cm-promql-signature b": { textDecoration: "underline" },
});
