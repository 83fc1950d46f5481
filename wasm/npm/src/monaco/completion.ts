/** Completion in Monaco. */

import type { languages } from "monaco-editor";
import type * as monaco from "monaco-editor";
import type { CompletionItem, CompletionKind, MetadataAnswer } from "../types.js";
import { Text, signalOf, type Session } from "./session.js";

/** The kinds of Monaco by name. */
const KINDS: Record<CompletionKind, keyof typeof monaco.languages.CompletionItemKind> = {
  metric: "Variable",
  function: "Function",
  aggregator: "Function",
  label: "Property",
  labelValue: "Value",
  keyword: "Keyword",
  operator: "Operator",
  duration: "Unit",
  number: "Constant",
  variable: "Variable",
  snippet: "Snippet",
};

/** An item as Monaco lists it, and ours. */
type Suggestion = languages.CompletionItem & { item: CompletionItem };

export function completionProvider(api: typeof monaco, session: Session): languages.CompletionItemProvider {
  return {
    triggerCharacters: ["(", "{", ",", "[", "=", '"', "~", "@", " "],
    async provideCompletionItems(model, position, _context, token) {
      const language = await session.language;
      const text = new Text(model);
      const offset = text.offset(position);
      const requests = language.completionRequests(text.text, offset, session.options);
      const answers = await ask(session, requests, signalOf(token));
      const { items, incomplete } = language.complete(text.text, offset, answers, session.options);
      return { suggestions: items.map((item, index) => suggestion(api, text, item, index)), incomplete };
    },
    resolveCompletionItem(shown: Suggestion) {
      // The documentation is made when it is read.
      const { documentation } = shown.item;
      return documentation ? { ...shown, documentation: { value: documentation } } : shown;
    },
  };
}

async function ask(
  session: Session,
  requests: Parameters<NonNullable<Session["options"]["metadata"]>["answer"]>[0],
  signal: AbortSignal,
): Promise<MetadataAnswer[] | undefined> {
  const provider = session.options.metadata;
  if (provider === undefined) return undefined;
  try {
    return await provider.answer(requests, signal);
  } catch {
    return undefined;
  }
}

function suggestion(api: typeof monaco, text: Text, item: CompletionItem, index: number): Suggestion {
  const snippet = item.snippet !== undefined;
  return {
    label: item.label,
    kind: api.languages.CompletionItemKind[KINDS[item.kind]],
    insertText: item.snippet ?? item.insert,
    ...(snippet ? { insertTextRules: api.languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
    ...(item.detail ? { detail: item.detail } : {}),
    item,
    range: text.range(item),
    // The order of the list, and what is typed as it stands in the text, which may begin with a quote.
    sortText: String(index).padStart(5, "0"),
    filterText: item.kind === "labelValue" ? item.insert : item.label,
  };
}
