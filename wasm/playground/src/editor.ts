/** The query editor: CodeMirror with the package's extension for PromQL, and the keys and marks of the page. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { Compartment, EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, placeholder } from "@codemirror/view";
import { type PromqlOptions, promql } from "promenade/codemirror";
import type { Range } from "./api";

/** What the editor tells the page. */
export interface EditorHost {
  onChange(text: string): void;
  onRun(): void;
  onSave(): void;
}

export interface Editor {
  readonly view: EditorView;
  setText(text: string): void;
  /** Marks a part of the text, or nothing. */
  mark(range: Range | null): void;
  select(range: Range): void;
  /** Takes other options of the language. */
  configure(options: PromqlOptions): void;
  destroy(): void;
}

const setMark = StateEffect.define<Range | null>();

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let next = set.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const { value } = effect;
      const isInText = value && value.to <= transaction.newDoc.length && value.from < value.to;
      const mark = Decoration.mark({ class: "cm-node-mark" });
      next = isInText ? Decoration.set([mark.range(value.from, value.to)]) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

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
  const changes = { from: 0, to: view.state.doc.length, insert: text };
  view.dispatch({ changes, selection: { anchor: Math.min(head, text.length) } });
}

/** Puts an editor into an element. `label` names it for screen readers. */
export function createEditor(parent: HTMLElement, text: string, host: EditorHost, label: string): Editor {
  const language = new Compartment();
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
        language.of([]),
        autocompletion({ activateOnTypingDelay: 30 }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        placeholder("Type a query, such as rate(http_requests_total[5m])"),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) host.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    view,
    setText: (next) => replaceAll(view, next),
    mark: (range) => view.dispatch({ effects: setMark.of(range) }),
    select: ({ from, to }) => {
      const end = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
      view.focus();
    },
    configure: (options) => view.dispatch({ effects: language.reconfigure(promql(options)) }),
    destroy: () => view.destroy(),
  };
}
