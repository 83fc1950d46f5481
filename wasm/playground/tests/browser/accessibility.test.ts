/** WCAG 2.2 AA by axe on what the page shows, light and dark, wide and narrow. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { open, query, useSite } from "./site";

useSite();

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(async (tags) => {
    const axe = (globalThis as unknown as { axe: { run(root: Document, options: object): Promise<AxeResults> } }).axe;
    return axe.run(document, { runOnly: tags });
  }, TAGS);
  const found = results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
  // The first few tell what is wrong; a list has the same fault in each row.
  return found.slice(0, 8);
}

const JOIN = "node_cpu_seconds_total / on (instance) up";

const VIEWS: [string, string, (page: Page) => Promise<unknown>][] = [
  [
    "the graph",
    query("sum by (mode) (rate(node_cpu_seconds_total[2m]))", { tab: "graph" }),
    (page) => page.locator(".legend li").first().waitFor(),
  ],
  ["the table", query("up", { tab: "table" }), (page) => page.locator(".result tbody tr").first().waitFor()],
  ["the tree and a join", query(JOIN, { tab: "explain", show_tree: "1" }), (page) => page.locator(".joins").waitFor()],
  ["the plan", query("up", { tab: "plan" }), (page) => page.locator(".plan-text").waitFor()],
  ["errors and findings", query("rat(up[5m])", { tab: "table" }), (page) => page.locator(".finding").first().waitFor()],
  [
    "the rules",
    "",
    async (page) => {
      await page.getByRole("button", { name: "Rules", exact: true }).click();
      await page.locator(".rule.firing").waitFor();
    },
  ],
  [
    "the settings",
    "",
    async (page) => {
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByRole("dialog").waitFor();
    },
  ],
  [
    "the data",
    "",
    async (page) => {
      await page.getByRole("button", { name: /328 series/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  ],
];

for (const colorScheme of ["light", "dark"] as const) {
  describe(`in ${colorScheme} colours axe finds nothing in`, () => {
    for (const [name, link, ready] of VIEWS) {
      it(name, async () => {
        const { page } = await open(link, { colorScheme });
        await page.getByText("328 series").waitFor();
        await ready(page);
        expect(await violations(page)).toEqual([]);
      });
    }
  });
}

describe("on a phone", () => {
  it("nothing is wider than the screen, and axe finds nothing", async () => {
    const { page } = await open(query(JOIN, { tab: "explain", show_tree: "1" }), { width: 375, height: 812 });
    await page.locator(".joins").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Metrics, examples and history" }).click();
    await page.getByRole("tab", { name: "Examples" }).click();
    expect(await violations(page)).toEqual([]);
  });
});
