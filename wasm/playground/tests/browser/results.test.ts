/** Results: the table, lines on the canvas, zoom, the legend, stopping, exports. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { drop, open, query, tableRows, type, useSite } from "./site";

useSite();

/** Three lines at constant heights, a sample a minute. */
const LEVELS = ["20", "50", "120"]
  .flatMap((level) =>
    [0, 1, 2, 3, 4, 5].map((minute) => `level{name="${level}"} ${level} ${1_795_420_800_000 + minute * 60_000}`),
  )
  .join("\n");

/** The rows of pixels where a colour is drawn on most of the width, from above. */
async function rowsOf(page: Page, color: string): Promise<number[]> {
  return page.locator(".chart canvas").evaluate((element, wanted) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext("2d");
    if (!context) return [];
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16)) as [number, number, number];
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    const rows: number[] = [];
    for (let y = 0; y < height; y += 1) {
      let hits = 0;
      for (let x = 0; x < width; x += 1) {
        const at = (y * width + x) * 4;
        const distance =
          Math.abs((data[at] ?? 0) - r) + Math.abs((data[at + 1] ?? 0) - g) + Math.abs((data[at + 2] ?? 0) - b);
        if (distance < 60 && (data[at + 3] ?? 0) > 100) hits += 1;
      }
      if (hits > width * 0.6) rows.push(y);
    }
    return rows;
  }, color);
}

const mean = (rows: number[]) => rows.reduce((sum, row) => sum + row, 0) / rows.length;

describe("a dropped file", () => {
  it("is queried: lines lie on the canvas where the table's values say", async () => {
    const { page } = await open(query("up", { tab: "table" }));
    await page.getByText("328 series").waitFor();
    await drop(page, "levels.prom", LEVELS);
    await page.getByText("levels.prom · 3 series").waitFor();
    await type(page, "level");
    await page.getByRole("tab", { name: "Table" }).click();
    await expect
      .poll(() => tableRows(page))
      .toEqual([
        ["120", "120"],
        ["20", "20"],
        ["50", "50"],
      ]);
    await page.getByRole("tab", { name: "Graph" }).click();
    await page.locator(".chart canvas").waitFor();
    const legend = page.locator(".legend li");
    await expect.poll(() => legend.count()).toBe(3);
    const byValue = new Map<string, number>();
    for (const item of await legend.all()) {
      const color = await item.locator(".swatch").evaluate((swatch) => (swatch as HTMLElement).style.background);
      const hex = `#${(color.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
      byValue.set((await item.locator(".legend-value").textContent()) ?? "", mean(await rowsOf(page, hex)));
    }
    const [low, middle, high] = ["20", "50", "120"].map((value) => byValue.get(value) ?? Number.NaN) as [
      number,
      number,
      number,
    ];
    expect(low).toBeGreaterThan(high);
    expect((low - middle) / (low - high)).toBeCloseTo(0.3, 1);
  });

  it("with a mistake is refused with its line", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await drop(page, "broken.prom", "up 1\nup{job= 2\n");
    const notice = page.locator(".notice.error");
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/broken\.prom, line 2/);
  });
});

describe("the graph", () => {
  it("is zoomed with the pointer, and back to everything", async () => {
    const { page } = await open(query("up", { tab: "graph" }));
    const over = page.locator(".u-over");
    await over.waitFor();
    const box = await over.boundingBox();
    if (!box) throw new Error("the graph has no place");
    await page.mouse.move(box.x + box.width * 0.25, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 5 });
    await page.mouse.up();
    const range = page.getByLabel("Range", { exact: true });
    await expect.poll(async () => (await range.inputValue()).startsWith("9m")).toBe(true);
    await range.fill("");
    await range.press("Enter");
    await page.getByRole("button", { name: "Newest" }).click();
    await expect.poll(() => range.getAttribute("placeholder")).toBe("19m53s");
  });

  it("shows one line alone after a click in the legend, and filters", async () => {
    const { page } = await open(query("sum by (mode) (rate(node_cpu_seconds_total[2m]))", { tab: "graph" }));
    const buttons = page.locator(".legend li button");
    await expect.poll(() => buttons.count()).toBe(8);
    await buttons.nth(2).click();
    await expect.poll(() => page.locator('.legend button[aria-pressed="true"]').count()).toBe(1);
    await page.getByLabel("Filter series").fill("idle");
    await expect.poll(() => buttons.count()).toBe(1);
  });

  it("is read with the arrow keys", async () => {
    const { page } = await open(query("up", { tab: "graph" }));
    await page.locator(".chart").focus();
    const at = page.locator(".legend-head .at");
    const before = await at.textContent();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => at.textContent()).not.toBe(before);
  });

  it("of a native histogram is a heatmap", async () => {
    const { page } = await open(
      `${query("rate(apiserver_request_duration_seconds[2m])", { tab: "graph" })}&sample=cluster`,
    );
    const map = page.locator(".heatmap canvas");
    await map.waitFor();
    expect(await map.getAttribute("aria-label")).toMatch(/Heatmap of .*verb="GET".*\d\d buckets/);
    await map.hover({ position: { x: 400, y: 150 } });
    await expect.poll(() => page.locator(".heatmap .at").textContent()).toMatch(/between 0\.0/);
  });
});

describe("a query that takes long", () => {
  it("is stopped, says so, and the next one has all data", async () => {
    const { page } = await open(query("count(up)", { tab: "table" }));
    await tableRows(page);
    const slow = "quantile_over_time(0.5, (sum by (mode) (rate(node_cpu_seconds_total[2m])))[20m:1ms])";
    await type(page, `${slow} + ${slow} + ${slow}`);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("The query was stopped").waitFor();
    await type(page, "count(node_cpu_seconds_total)");
    await expect.poll(() => tableRows(page)).toEqual([["16"]]);
    expect(await page.locator(".notice").count()).toBe(0);
  });
});

describe("exports", () => {
  it("give CSV, the API's JSON, Arrow and a picture", async () => {
    const { page } = await open(query("sum by (mode) (rate(node_cpu_seconds_total[2m]))", { tab: "graph" }));
    await page.locator(".chart canvas").waitFor();
    const save = async (item: string) => {
      await page.getByRole("button", { name: "Export", exact: true }).click();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: item }).click(),
      ]);
      return readFile(await file.path());
    };
    expect(String(await save("CSV")).split("\r\n")[0]).toBe("mode,time,value");
    const json = JSON.parse(String(await save("JSON")));
    expect([json.status, json.data.resultType, json.data.result.length]).toEqual(["success", "matrix", 8]);
    expect((await save("Arrow")).subarray(0, 4)).toEqual(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect((await save("PNG")).subarray(1, 4).toString()).toBe("PNG");
  });
});

describe("the table", () => {
  it("is sorted by values", async () => {
    const { page } = await open(query("sum by (mode) (rate(node_cpu_seconds_total[2m]))", { tab: "table" }));
    await tableRows(page);
    await page.getByRole("button", { name: "value" }).click();
    const values = (await tableRows(page)).map(([, value]) => Number(value));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
});
