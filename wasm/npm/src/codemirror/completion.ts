/** Completion: what the grammar expects, the catalogue, and names of metrics and labels. */

import {
  insertCompletionText,
  pickedCompletion,
  snippet,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { MetadataProvider } from "../providers/provider.js";
import type { CompletionItem, CompletionKind, Language, LanguageOptions, MetadataAnswer } from "../types.js";
import { hostOf } from "./host.js";
import { render } from "./markdown.js";

/** The icons of CodeMirror for kinds of items. */
const ICONS: Record<CompletionKind, string> = {
  metric: "variable",
  function: "function",
  aggregator: "keyword",
  label: "property",
  labelValue: "text",
  keyword: "keyword",
  operator: "keyword",
  duration: "constant",
  number: "constant",
  variable: "variable",
  snippet: "text",
};

/** The source of completions of an editor with the extension. */
export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const host = hostOf(context.state);
  return host === null ? null : completeWith(await host.ready, context, host.options.metadata, host.options);
}

/** Completions of a language, with names of a provider. */
export async function completeWith(
  language: Language,
  context: CompletionContext,
  provider: MetadataProvider | undefined,
  options: LanguageOptions = {},
): Promise<CompletionResult | null> {
  const text = context.state.doc.toString();
  if (!context.explicit && !begins(text, context.pos)) return null;
  const answers = provider && (await ask(language, context, provider, options));
  if (context.aborted) return null;
  const { items } = language.complete(text, context.pos, answers, options);
  const first = items[0];
  if (first === undefined) return null;
  // The list is asked for anew at each change: it is ranked by what is typed.
  return { from: first.from, options: items.map(completion), filter: false };
}

/** Whether the list opens by itself: in a word, and where a name or a value begins. */
function begins(text: string, at: number): boolean {
  return /[\w:$"'`({,[=~@]$/.test(text.slice(0, at)) || /[({,]\s+$/.test(text.slice(0, at));
}

async function ask(
  language: Language,
  context: CompletionContext,
  provider: MetadataProvider,
  options: LanguageOptions,
): Promise<MetadataAnswer[] | undefined> {
  const requests = language.completionRequests(context.state.doc.toString(), context.pos, options);
  const controller = new AbortController();
  context.addEventListener("abort", () => controller.abort(), { onDocChange: true });
  try {
    return requests.length === 0 ? [] : await provider.answer(requests, controller.signal);
  } catch {
    return undefined;
  }
}

function completion(item: CompletionItem): Completion {
  const { label, detail } = item;
  // A signature begins with the name, which stands before it.
  const short = detail?.startsWith(`${label}(`) ? detail.slice(label.length) : detail;
  return {
    label,
    type: ICONS[item.kind],
    boost: item.score,
    ...(short ? { detail: short } : {}),
    // The documentation is made when it is read.
    info: () => (item.documentation ? render(item.documentation) : null),
    apply: (view, picked) => apply(view, picked, item),
  };
}

function apply(view: EditorView, picked: Completion, item: CompletionItem): void {
  // The text may have grown since the list was made, as long as the cursor stands in the same word.
  const to = Math.max(item.to, view.state.selection.main.head);
  if (item.snippet !== undefined) return snippet(item.snippet)(view, picked, item.from, to);
  const transaction = insertCompletionText(view.state, item.insert, item.from, to);
  view.dispatch({ ...transaction, annotations: pickedCompletion.of(picked) });
}
