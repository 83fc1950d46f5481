// The metrics that queries name, with the labels and values that are named with them, as a client of a Prometheus.
import { parser } from "../dist/lezer/parser.js";

export class Series {
  metrics = new Map();

  constructor(queries) {
    for (const text of queries) this.read(text, parser.parse(text));
  }

  read(text, tree) {
    const slice = (node) => text.slice(node.from, node.to);
    tree.iterate({
      enter: ({ name, node }) => {
        if (name === "VectorSelector" && node.getChild("Identifier")) this.addSelector(node, slice);
        if (name === "AggregateExpr") this.addGrouping(node, slice);
      },
    });
  }

  addSelector(node, slice) {
    const labels = this.labelsOf(slice(node.getChild("Identifier")));
    for (const matcher of node.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? []) {
      const [label, operator, value] = [matcher.firstChild, matcher.firstChild?.nextSibling, matcher.lastChild].map((part) => part && slice(part));
      if (!labels.has(label)) labels.set(label, new Set());
      const values = operator === "=" ? [value.slice(1, -1)] : operator === "=~" && /^[\w|-]+$/.test(value.slice(1, -1)) ? value.slice(1, -1).split("|") : [];
      values.filter((text) => text !== "").forEach((text) => labels.get(label).add(text));
    }
  }

  addGrouping(node, slice) {
    const grouping = node.getChild("AggregateModifier");
    if (!grouping?.getChild("By")) return;
    const names = grouping.getChild("GroupingLabels").getChildren("LabelName").map(slice);
    node.cursor().iterate((below) => {
      if (below.name !== "VectorSelector" || !below.node.getChild("Identifier")) return;
      const labels = this.labelsOf(slice(below.node.getChild("Identifier")));
      names.filter((name) => !labels.has(name)).forEach((name) => labels.set(name, new Set()));
    });
  }

  labelsOf(metric) {
    if (!this.metrics.has(metric)) this.metrics.set(metric, new Map());
    return this.metrics.get(metric);
  }

  metricNames = async () => [...this.metrics.keys()];
  labelNames = async (metric) => [...new Set(this.of(metric).flatMap((labels) => [...labels.keys()]))];
  labelValues = async (label, metric) =>
    label === "__name__" ? this.metricNames() : [...new Set(this.of(metric).flatMap((labels) => [...(labels.get(label) ?? [])]))];
  metricMetadata = async () => ({});
  series = async (metric) => this.of(metric).flatMap((labels) => [...labels].flatMap(([name, values]) => [...values].map((value) => ({ [name]: value }))));
  flags = async () => ({});

  of(metric) {
    return metric ? [this.metrics.get(metric) ?? new Map()] : [...this.metrics.values()];
  }

  /** Answers to what our completion asks. */
  async answer(requests) {
    return Promise.all(
      requests.map(async ({ kind, selector, label }) => {
        if (kind === "metrics") return { metrics: (await this.metricNames()).map((name) => ({ name })) };
        const metric = /__name__="([^"]+)"/.exec(selector ?? "")?.[1];
        return { values: kind === "labelNames" ? await this.labelNames(metric) : await this.labelValues(label, metric) };
      }),
    );
  }
}
