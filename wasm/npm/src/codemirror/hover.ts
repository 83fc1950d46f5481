/** What is known of the text under the pointer. */

import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { hostOf, languageOf } from "./host.js";
import { render } from "./markdown.js";

/** Shows documentation, types and labels. */
export function hover(): Extension {
  return hoverTooltip((view, offset) => {
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
