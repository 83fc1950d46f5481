/** The signature of the call that is being written. */

import { Prec, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { keymap, showTooltip, type Command, type Tooltip } from "@codemirror/view";
import type { SignatureHelp } from "../types.js";
import { hostOf, languageOf } from "./host.js";
import { inline } from "./markdown.js";

const hide = StateEffect.define<null>();

/** Shows the signature while arguments are written; Escape hides it until the next character. */
export function signatureHelp(): Extension {
  return [field, Prec.low(keymap.of([{ key: "Escape", run: hideSignature }]))];
}

const field = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    if (transaction.effects.some((effect) => effect.is(hide))) return null;
    if (transaction.docChanged) return transaction.isUserEvent("input") || shown ? tooltip(transaction.state) : null;
    return transaction.selection && shown ? tooltip(transaction.state) : shown;
  },
  provide: (value) => showTooltip.from(value),
});

const hideSignature: Command = (view) => {
  if (view.state.field(field, false) == null) return false;
  view.dispatch({ effects: hide.of(null) });
  return true;
};

function tooltip(state: EditorState): Tooltip | null {
  const { head, empty } = state.selection.main;
  const help = empty ? languageOf(state)?.signatureHelp(state.doc.toString(), head, hostOf(state)?.options) : null;
  return help ? { pos: head, above: true, create: () => ({ dom: render(help) }) } : null;
}

function render(help: SignatureHelp): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-promql-signature";
  const line = dom.appendChild(document.createElement("code"));
  const active = help.active === null ? undefined : help.parameters[help.active];
  const from = active ? help.label.indexOf(active.label) : -1;
  if (active && from >= 0) {
    line.append(help.label.slice(0, from));
    line.appendChild(document.createElement("b")).textContent = active.label;
    line.append(help.label.slice(from + active.label.length));
  } else {
    line.append(help.label);
  }
  const text = active?.documentation ?? help.documentation;
  if (text) inline(dom.appendChild(document.createElement("div")), text);
  return dom;
}
