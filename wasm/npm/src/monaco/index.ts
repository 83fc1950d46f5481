/**
 * PromQL in Monaco: highlighting, completion, errors and lints with fixes, hover, signatures, formatting, linked editing.
 *
 * ```ts
 * registerPromQL(monaco, { metadata: prometheusProvider({ url: "http://localhost:9090" }) });
 * monaco.editor.create(element, { language: "promql", "semanticHighlighting.enabled": true, linkedEditing: true });
 * ```
 */

import type { IDisposable } from "monaco-editor";
import type * as monaco from "monaco-editor";
import { completionProvider } from "./completion.js";
import { formattingProvider, linkedEditingProvider } from "./editing.js";
import { actionProvider, markers } from "./findings.js";
import { configuration, monarch } from "./monarch.js";
import { foldingProvider, hoverProvider, selectionProvider, signatureProvider, tokenProvider } from "./reading.js";
import { Session, type PromqlOptions } from "./session.js";

export * from "../providers/index.js";
export type { PromqlOptions } from "./session.js";

/** Registers the language with an instance of Monaco. Disposing takes the providers away; the id of the language stays. */
export function registerPromQL(api: typeof monaco, options: PromqlOptions = {}): IDisposable {
  const session = new Session(options);
  const { id } = session;
  const { languages } = api;
  languages.register({ id, extensions: [".promql"], aliases: ["PromQL"] });
  const parts = [
    languages.setLanguageConfiguration(id, configuration),
    languages.setMonarchTokensProvider(id, monarch),
    languages.registerDocumentSemanticTokensProvider(id, tokenProvider(session)),
    languages.registerCompletionItemProvider(id, completionProvider(api, session)),
    languages.registerHoverProvider(id, hoverProvider(session)),
    languages.registerSignatureHelpProvider(id, signatureProvider(session)),
    languages.registerCodeActionProvider(id, actionProvider(session)),
    languages.registerDocumentFormattingEditProvider(id, formattingProvider(session)),
    languages.registerLinkedEditingRangeProvider(id, linkedEditingProvider(session)),
    languages.registerFoldingRangeProvider(id, foldingProvider(session)),
    languages.registerSelectionRangeProvider(id, selectionProvider(session)),
    markers(api, session),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
