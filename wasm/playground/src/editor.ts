/** The query editor: CodeMirror with highlighting, findings, completion and hover from the language module. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
  snippetCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { forceLinting, linter, lintKeymap } from "@codemirror/lint";
import { Compartment, EditorState, Prec, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  hoverTooltip,
  keymap,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import type {
  CompletionItem,
  Diagnostic,
  Language,
  LanguageOptions,
  MetadataAnswer,
  MetadataRequest,
  Range,
} from "./api";

/** What the editor asks of the page. All are called anew each time, so that they may change. */
export interface EditorHost {
  /** `null` until the module has arrived. */
  language(): Language | null;
  options(): LanguageOptions;
  diagnose(text: string): Diagnostic[];
  metadata(requests: MetadataRequest[]): Promise<MetadataAnswer[]>;
  renderMarkdown(text: string): HTMLElement;
  onChange(text: string): void;
  onRun(): void;
  onSave(): void;
  onFocus(): void;
}

export interface Editor {
  readonly view: EditorView;
  setText(text: string): void;
  insert(text: string): void;
  /** Marks a part of the text, or nothing. */
  mark(range: Range | null): void;
  select(range: Range): void;
  /** Asks the language again, after it has arrived or options have changed. */
  refresh(): void;
  destroy(): void;
}

const setMark = StateEffect.define<Range | null>();
const refreshed = StateEffect.define<null>();

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let next = set.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const { value } = effect;
      const ok = value && value.to <= transaction.newDoc.length && value.from < value.to;
      next = ok
        ? Decoration.set([Decoration.mark({ class: "cm-node-mark" }).range(value.from, value.to)])
        : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function highlighting(host: EditorHost) {
  const build = (state: EditorState): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const token of host.language()?.tokens(state.doc.toString(), host.options()) ?? []) {
      if (token.from < token.to) builder.add(token.from, token.to, Decoration.mark({ class: `tok-${token.kind}` }));
    }
    return builder.finish();
  };
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = build(view.state);
      }
      update(update: ViewUpdate) {
        const asked = update.transactions.some((one) => one.effects.some((effect) => effect.is(refreshed)));
        if (update.docChanged || asked) this.decorations = build(update.state);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function findings(host: EditorHost) {
  return linter(
    (view) => {
      const { length } = view.state.doc;
      return host.diagnose(view.state.doc.toString()).map((diagnostic) => ({
        from: Math.min(diagnostic.from, length),
        to: Math.min(diagnostic.to, length),
        severity: diagnostic.severity,
        message: diagnostic.help ? `${diagnostic.message}\n${diagnostic.help}` : diagnostic.message,
        source: diagnostic.code,
        actions: diagnostic.fixes.map((fix) => ({
          name: fix.title,
          apply: (target: EditorView) => target.dispatch({ changes: fix.edits, userEvent: "input.fix" }),
        })),
      }));
    },
    { delay: 80 },
  );
}

function option(item: CompletionItem) {
  const completion = {
    label: item.label,
    apply: item.insert,
    type: item.kind,
    boost: Math.max(-99, Math.min(99, item.score)),
    ...(item.detail ? { detail: item.detail } : {}),
    ...(item.documentation ? { info: item.documentation } : {}),
  };
  if (!item.snippet) return completion;
  const { apply: _, ...rest } = completion;
  return snippetCompletion(item.snippet, rest);
}

function completion(host: EditorHost) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const language = host.language();
    if (!language) return null;
    const text = context.state.doc.toString();
    const requests = language.completionRequests(text, context.pos, host.options());
    const answers = await host.metadata(requests);
    if (context.aborted) return null;
    const { items } = language.complete(text, context.pos, answers, host.options());
    const first = items[0];
    if (!first || (!context.explicit && first.from === context.pos && !/[\w{(,"= ]$/.test(text.slice(0, context.pos))))
      return null;
    // The list is ranked and filtered by the language, which knows the grammar; CodeMirror asks again after each key.
    return { from: first.from, to: first.to, options: items.map(option), filter: false };
  };
}

function hover(host: EditorHost) {
  return hoverTooltip((view, at) => {
    const found = host.language()?.hover(view.state.doc.toString(), at, host.options());
    if (!found) return null;
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create: () => ({ dom: host.renderMarkdown(found.markdown) }),
    };
  });
}

const handled = (run: () => void) => () => {
  run();
  return true;
};

function keys(host: EditorHost) {
  return Prec.highest(
    keymap.of([
      { key: "Mod-Enter", run: handled(host.onRun) },
      { key: "Mod-s", run: handled(host.onSave), preventDefault: true },
    ]),
  );
}

function replaceAll(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  const { head } = view.state.selection.main;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: Math.min(head, text.length) },
  });
}

/** Puts an editor into an element. */
export function createEditor(parent: HTMLElement, text: string, host: EditorHost, label: string): Editor {
  const tuned = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keys(host),
        history(),
        bracketMatching(),
        closeBrackets(),
        marked,
        highlighting(host),
        findings(host),
        autocompletion({ override: [completion(host)], icons: true, activateOnTypingDelay: 30 }),
        hover(host),
        keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        placeholder("Type a query, such as rate(http_requests_total[5m])"),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) host.onChange(update.state.doc.toString());
          if (update.focusChanged && update.view.hasFocus) host.onFocus();
        }),
        tuned.of([]),
      ],
    }),
  });
  return {
    view,
    setText: (next) => replaceAll(view, next),
    insert: (inserted) => {
      view.dispatch(view.state.replaceSelection(inserted));
      view.focus();
    },
    mark: (range) => view.dispatch({ effects: setMark.of(range) }),
    select: ({ from, to }) => {
      const end = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
      view.focus();
    },
    refresh: () => {
      view.dispatch({ effects: refreshed.of(null) });
      forceLinting(view);
    },
    destroy: () => view.destroy(),
  };
}
