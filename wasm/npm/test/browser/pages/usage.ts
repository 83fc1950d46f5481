// A page as the documentation of codemirror-promql shows it. The build replaces the name of the package.
import { PromQLExtension } from "@prometheus-io/codemirror-promql";
import { EditorState } from "@codemirror/state";
import { EditorView, basicSetup } from "codemirror";

const promQL = new PromQLExtension().setComplete({
  maxMetricsMetadata: 10000,
  remote: {
    url: "/prometheus",
    lookbackInterval: 12 * 60 * 60 * 1000,
    httpErrorHandler: (error: unknown) => console.error(error),
    httpMethod: "GET",
    cache: { maxAge: 5 * 60 * 1000, initialMetricList: ["http_requests_total", "node_load1"] },
  },
});

const view = new EditorView({
  state: EditorState.create({ extensions: [basicSetup, promQL.asExtension()] }),
  parent: document.getElementById("editor")!,
});
Object.assign(window, { view });
view.focus();
