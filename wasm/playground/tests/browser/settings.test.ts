/** Settings, history and files that are kept. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { drop, editorText, open, query, tableRows, type, useSite } from "./site";

useSite();

async function set(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("dialog").getByLabel(label, { exact: true }).check();
  await page.getByRole("button", { name: "Done" }).click();
}

describe("feature flags", () => {
  it("hold for findings and for evaluation", async () => {
    const { page } = await open(query('sort_by_label(up, "instance")', { tab: "table" }));
    await page.locator(".finding.error").first().waitFor();
    await set(page, "promql-experimental-functions");
    await expect.poll(async () => (await tableRows(page)).length).toBe(3);
    expect(await page.locator(".finding.error").count()).toBe(0);
  });
});

describe("Grafana's variables", () => {
  it("are an error until they are accepted", async () => {
    const { page } = await open(query("rate(node_cpu_seconds_total[$range])", { tab: "table" }));
    await page.locator(".finding.error").first().waitFor();
    await set(page, "Grafana's variables");
    await expect.poll(() => page.locator(".finding.error").count()).toBe(0);
  });
});

describe("colours", () => {
  it("follow the system until they are chosen, and stay chosen", async () => {
    const { page } = await open("", { colorScheme: "dark" });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await theme()).toBe("dark");
    await page.getByRole("button", { name: "Light colours" }).click();
    expect(await theme()).toBe("light");
    await page.reload();
    expect(await theme()).toBe("light");
  });
});

describe("files", () => {
  it("are there again after a reload when they are kept, and gone when they are not any more", async () => {
    const { page } = await open(query("own", { tab: "table" }));
    await page.getByText("328 series").waitFor();
    await drop(page, "own.prom", "own 7 1795420800000\n");
    await page.getByText("own.prom · 1 series").waitFor();
    await set(page, "Keep loaded files in this browser");
    // The address names no sample then, so that the kept files are opened.
    await expect.poll(() => page.url()).not.toContain("sample=");
    await page.reload();
    await page.getByText("own.prom · 1 series").waitFor();
    await expect.poll(() => tableRows(page)).toEqual([["own", "7"]]);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByLabel("Keep loaded files in this browser", { exact: true }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.reload();
    await page.getByText("328 series").waitFor();
  });

  it("are loaded beside others with Shift", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await drop(page, "more.prom", "more 1\n", true);
    await page.getByText("2 files · 329 series").waitFor();
  });
});

describe("history", () => {
  it("lists what was run and opens it again", async () => {
    const { page } = await open(query("up", { tab: "table" }));
    await type(page, "count(up)");
    await page.keyboard.press("Control+Enter");
    await type(page, "sum(up)");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("tab", { name: "History" }).click();
    const rows = page.locator(".history li");
    expect(await rows.allTextContents()).toEqual(["sum(up)", "count(up)"]);
    await rows.nth(1).getByRole("button").click();
    expect(await editorText(page)).toBe("count(up)");
  });
});

describe("the explorer", () => {
  it("lists metrics with help and values, and puts one into the query", async () => {
    const { page } = await open();
    await page.getByText("129 metrics").waitFor();
    await page.getByLabel("Filter metrics").fill("requests_in_flight");
    await page.getByText("1 metric", { exact: true }).waitFor();
    await page.getByRole("button", { name: "http_requests_in_flight" }).click();
    await page.getByText("Requests being served.").waitFor();
    await page.getByRole("button", { name: "api-2:8080" }).click();
    expect(await editorText(page)).toBe('http_requests_in_flight{instance="api-2:8080"}');
  });
});
