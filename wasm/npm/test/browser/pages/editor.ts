// A page with the extension of CodeMirror.
import { EditorView, basicSetup } from "codemirror";
import { prometheusProvider, promql } from "promenade/codemirror";

declare global {
  interface Window {
    view: EditorView;
  }
}

window.view = new EditorView({
  doc: new URL(location.href).searchParams.get("query") ?? "",
  extensions: [basicSetup, promql({ metadata: prometheusProvider({ url: "/prometheus" }) })],
  parent: document.getElementById("editor")!,
});
window.view.focus();
