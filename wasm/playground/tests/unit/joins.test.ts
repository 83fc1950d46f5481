/** Match groups of binary operators, and the fix for those that fail. */
import { describe, expect, it } from "vitest";
import type { TreeNode } from "../../src/api";
import { applyEdits } from "../../src/query/diagnose";
import { joinFix, type Matching, matchGroups } from "../../src/query/joins";

const matching = (change: Partial<Matching> = {}): Matching => ({
  operator: "/",
  mode: null,
  labels: [],
  group: null,
  isSet: false,
  ...change,
});

const used = [
  { pod: "a", node: "1" },
  { pod: "b", node: "1" },
  { pod: "c", node: "2" },
];
const nodes = [
  { __name__: "info", node: "1" },
  { __name__: "info", node: "3" },
];

const states = (change: Partial<Matching>, left = used, right: Record<string, string>[] = nodes) =>
  matchGroups(matching(change), left, right).map((group) => `${JSON.stringify(group.labels)} ${group.state}`);

describe("groups", () => {
  it("are made of all labels but the name", () => {
    expect(states({}, used, [{ __name__: "x", pod: "a", node: "1" }])).toEqual([
      '{"node":"1","pod":"a"} matched',
      '{"node":"1","pod":"b"} left only',
      '{"node":"2","pod":"c"} left only',
    ]);
  });

  it("are made of the labels after on, those that fail first", () => {
    expect(states({ mode: "on", labels: ["node"] })).toEqual([
      '{"node":"1"} needs group_left',
      '{"node":"2"} left only',
      '{"node":"3"} right only',
    ]);
  });

  it("match where one side may have many", () => {
    expect(states({ mode: "on", labels: ["node"], group: "left" })[0]).toBe('{"node":"1"} matched');
    expect(states({ mode: "on", labels: ["node"], group: "right" })[0]).toBe('{"node":"1"} many on both sides');
  });

  it("of set operators always match", () => {
    expect(states({ mode: "on", labels: ["node"], isSet: true, operator: "and" })[0]).toBe('{"node":"1"} matched');
  });

  it("leave out the labels after ignoring", () => {
    expect(states({ mode: "ignoring", labels: ["pod"] })[0]).toBe('{"node":"1"} needs group_left');
  });
});

describe("fixes", () => {
  const node = (from: number, to: number): TreeNode => ({
    id: 0,
    from,
    to,
    kind: "vectorSelector",
    type: "vector",
    children: [],
  });
  const fixed = (
    text: string,
    change: Partial<Matching>,
    left: Record<string, string>[],
    right: Record<string, string>[],
  ) => {
    const found = matching(change);
    const fix = joinFix(text, node(0, 4), found, matchGroups(found, left, right));
    return fix && applyEdits(text, [fix]);
  };

  it("add group_left after the labels that are matched", () => {
    expect(fixed("used / on (node) info", { mode: "on", labels: ["node"] }, used, nodes)).toBe(
      "used / on (node) group_left info",
    );
  });

  it("add group_right after bool", () => {
    const change = { operator: ">", mode: "on" as const, labels: ["node"] };
    expect(fixed("info > bool on(node) used", change, nodes, used)).toBe("info > bool on(node) group_right used");
  });

  it("match many with many by the labels that tell them apart", () => {
    const both = used.map((labels) => ({ ...labels, extra: "x" }));
    expect(fixed("used / on (node) used", { mode: "on", labels: ["node"] }, used, both)).toBe(
      "used / on (node, pod) used",
    );
    expect(fixed("used / ignoring (pod, extra) used", { mode: "ignoring", labels: ["pod", "extra"] }, used, both)).toBe(
      "used / ignoring (extra) used",
    );
  });

  it("are none where nothing fails, or nothing tells the series apart", () => {
    expect(fixed("used / used", {}, used, used)).toBeNull();
    expect(
      fixed(
        "used / on (node) info",
        { mode: "on", labels: ["node"] },
        [
          { node: "1", a: "1" },
          { node: "1", a: "2" },
        ],
        [
          { node: "1", b: "1" },
          { node: "1", b: "2" },
        ],
      ),
    ).toBeNull();
  });
});
