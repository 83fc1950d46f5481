/** What is known of the text under the pointer. */

import { forEachDiagnostic } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { hostOf, languageOf } from "./host.js";
import { render } from "./markdown.js";

/** Shows documentation, types and labels. An error that is underlined says itself what is wrong. */
export function hover(): Extension {
  return hoverTooltip((view, offset) => {
    if (isWrong(view.state, offset)) return null;
    const found = languageOf(view.state)?.hover(view.state.doc.toString(), offset, hostOf(view.state)?.options);
    if (!found) return null;
    const create = () => {
      const dom = render(found.markdown);
      dom.classList.add("cm-promql-hover");
      return { dom };
    };
    return { pos: found.from, end: found.to, above: true, create };
  });
}

/** Whether an error is underlined at an offset. */
function isWrong(state: EditorState, offset: number): boolean {
  let found = false;
  forEachDiagnostic(state, ({ severity }, from, to) => {
    found ||= severity === "error" && from <= offset && offset <= to;
  });
  return found;
}
