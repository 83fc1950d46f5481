/** What is read from the tree of the real language module: modifiers of operators, rows of the tree view. */
import { loadLanguage } from "promenade";
import { describe, expect, it } from "vitest";
import { readMatching } from "../../src/query/joins";
import { flatten, hasValue } from "../../src/query/nodes";

const language = await loadLanguage();

function matchingOf(text: string) {
  const { nodes, root } = language.parse(text);
  const [left, right] = (nodes[root]?.children ?? []).map((id) => nodes[id]);
  if (!left || !right) throw new Error(`${text} has no two sides`);
  return readMatching(language, text, left, right);
}

describe("modifiers of an operator", () => {
  it.each([
    ["a / b", { operator: "/", mode: null, labels: [], group: null, isSet: false }],
    ["a + on (x, y) b", { operator: "+", mode: "on", labels: ["x", "y"], group: null }],
    ["a * ignoring(x) group_left (y, z) b", { mode: "ignoring", labels: ["x"], group: "left" }],
    ["a > bool on() group_right b", { operator: ">", mode: "on", labels: [], group: "right" }],
    ["(a) and on (x) (b)", { operator: "and", mode: "on", labels: ["x"], isSet: true }],
    ["a UNLESS ON (x) b", { operator: "UNLESS", mode: "on", isSet: true }],
    ['a - on ("k8s.pod", x) b', { mode: "on", labels: ["k8s.pod", "x"] }],
    ["a # on (nothing)\n/ on (x) # group_left\nb", { operator: "/", mode: "on", labels: ["x"], group: null }],
    ["sum by (x) (a) / on (x) sum by (x) (b)", { mode: "on", labels: ["x"] }],
  ])("%s", (text, expected) => {
    expect(matchingOf(text)).toMatchObject(expected);
  });
});

describe("rows of the tree", () => {
  const rows = (text: string) =>
    flatten(language.parse(text)).map(({ node, depth }) => `${depth} ${text.slice(node.from, node.to)}`);

  it("leave out parentheses and keep the order of the text", () => {
    expect(rows("sum((rate(a[5m]))) / (2)")).toEqual([
      "0 sum((rate(a[5m]))) / (2)",
      "1 sum((rate(a[5m])))",
      "2 rate(a[5m])",
      "3 a[5m]",
      "1 2",
    ]);
  });

  it("exist for broken text, without values for what is broken", () => {
    const { nodes, root } = language.parse("sum(rate(a[5m])) + ");
    const known = flatten({ nodes, root }).filter(({ node }) => hasValue(node));
    expect(known.map(({ node }) => node.kind)).toContain("aggregation");
    expect(nodes.some((node) => node.kind === "error" && hasValue(node))).toBe(false);
  });

  it("are as deep as the query", () => {
    expect(flatten(language.parse(`${"-(".repeat(50)}a${")".repeat(50)}`))).toHaveLength(51);
  });
});
