/** Links: what is written is read again, and those of Prometheus's own pages are understood. */
import { describe, expect, it } from "vitest";
import { readLink, writeLink } from "../../src/state/link";
import type { PanelOptions } from "../../src/state/panel";

const whole: PanelOptions = {
  text: 'rate(up{job="a b",x=~"#&="}[5m])',
  tab: "graph",
  endMs: 1_795_421_549_197,
  rangeMs: 5_400_000,
  stepMs: 1500,
  stacked: true,
  log: true,
  tree: true,
};

describe("our own links", () => {
  it("give back all of a panel", () => {
    const hash = `#${writeLink({ panels: [whole], sample: "node", data: "abc-_" })}`;
    expect(readLink("", hash)).toEqual({ panels: [whole], sample: "node", data: "abc-_" });
  });

  it("keep several panels in order, and what is not set stays so", () => {
    const hash = writeLink({
      panels: [
        { text: "a", tab: "plan" },
        { text: "b", tab: "table" },
      ],
      sample: null,
      data: null,
    });
    const { panels, sample } = readLink("", hash);
    expect(panels.map(({ text, tab, endMs, rangeMs, stepMs }) => [text, tab, endMs, rangeMs, stepMs])).toEqual([
      ["a", "plan", null, null, null],
      ["b", "table", null, null, null],
    ]);
    expect(sample).toBeNull();
  });

  it("do not end at an empty query", () => {
    const hash = writeLink({ panels: [{ text: "" }, { text: "b" }], sample: null, data: null });
    expect(readLink("", hash).panels.map(({ text }) => text)).toEqual(["", "b"]);
  });
});

describe("links of Prometheus", () => {
  it.each([
    ["?g0.expr=up&g0.tab=0&g0.range_input=1h", { tab: "graph", rangeMs: 3_600_000 }],
    ["?g0.expr=up&g0.tab=1&g0.moment_input=2026-11-23%2008%3A12%3A29", { tab: "table", endMs: 1_795_421_549_000 }],
    [
      "?g0.expr=up&g0.tab=graph&g0.end_input=2026-11-23+08%3A12%3A29&g0.step_input=30",
      { endMs: 1_795_421_549_000, stepMs: 30_000 },
    ],
    ["?g0.expr=up&g0.tab=explain&g0.show_tree=1&g0.stacked=1", { tab: "explain", tree: true, stacked: true }],
    [
      "?g0.expr=up&g0.display_mode=stacked&g0.res_type=fixed&g0.res_step=15",
      { tab: "table", stacked: true, stepMs: 15_000 },
    ],
    ["?g0.expr=up&g0.tab=nonsense&g0.range_input=x&g0.end_input=y", { tab: "table", rangeMs: null, endMs: null }],
  ])("%s", (search, expected) => {
    expect(readLink(search, "").panels[0]).toMatchObject({ text: "up", ...expected });
  });

  it("are not read where the address has its own", () => {
    expect(readLink("?g0.expr=old", "#g0.expr=new").panels[0]?.text).toBe("new");
    expect(readLink("?g0.expr=old", "#main").panels[0]?.text).toBe("old");
  });
});
