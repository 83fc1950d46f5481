// A page with Monaco.
import * as monaco from "monaco-editor";
import { prometheusProvider, registerPromQL } from "promenade/monaco";

Object.assign(window, { MonacoEnvironment: { getWorker: () => new Worker("/editor.worker.js") } });
registerPromQL(monaco, { metadata: prometheusProvider({ url: "/prometheus" }) });
const editor = monaco.editor.create(document.getElementById("editor")!, {
  value: new URL(location.href).searchParams.get("query") ?? "",
  language: "promql",
  linkedEditing: true,
  minimap: { enabled: false },
  "semanticHighlighting.enabled": true,
});
Object.assign(window, { editor, monaco });
editor.focus();
