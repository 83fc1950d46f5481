/** The editor: completion, errors in place, fixes, formatting. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { editorText, open, query, type, useSite } from "./site";

useSite();

/** Takes the chosen completion, once the editor accepts keys for a list that has just opened. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
}

describe("completion", () => {
  it("gives metrics of the data, then values of their labels", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await type(page, "");
    await page.keyboard.type("node_cpu_seco");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "node_cpu_seconds_total" }).waitFor();
    await accept(page);
    expect(await editorText(page)).toBe("node_cpu_seconds_total");
    await page.keyboard.type('{mode="io');
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "iowait" }).waitFor();
    await accept(page);
    expect(await editorText(page)).toContain('{mode="iowait"');
  });
});

describe("errors", () => {
  it("are underlined where they are", async () => {
    const { page } = await open();
    await type(page, "sum by (mode) (rat(node_cpu_seconds_total[5m]))");
    const underlined = page.locator(".cm-lintRange-error");
    // What is typed on the way there has errors of its own.
    await expect.poll(async () => (await underlined.allTextContents()).join("")).toBe("rat");
    await expect.poll(() => page.locator(".finding.error .place").first().textContent()).toBe("1:16");
  });

  it("have a fix that shows what it changes before it does", async () => {
    const { page } = await open(query("sum by (mode) (rat(node_cpu_seconds_total[5m]))", { tab: "table" }));
    await page.locator(".finding.error .finding-tools button").first().click();
    expect(await page.locator(".diff-line.removed").textContent()).toContain("(rat(node");
    expect(await page.locator(".diff-line.added").textContent()).toContain("(rate(node");
    expect(await editorText(page)).toContain("(rat(node");
    await page.getByRole("button", { name: "Apply" }).click();
    expect(await editorText(page)).toBe("sum by (mode) (rate(node_cpu_seconds_total[5m]))");
    await page.locator(".result tbody tr").first().waitFor();
    expect(await page.locator(".finding.error").count()).toBe(0);
  });

  it("of evaluation show the part of the query", async () => {
    const text = "node_cpu_seconds_total / on (mode) node_cpu_seconds_total";
    const { page } = await open(query(text, { tab: "table" }));
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("many-to-many matching not allowed");
  });
});

describe("formatting", () => {
  it("is done by Ctrl-S", async () => {
    const { page } = await open();
    await type(page, "sum by(mode)(rate(node_cpu_seconds_total[5m]))/2");
    await page.keyboard.press("Control+s");
    await expect.poll(() => editorText(page)).toBe("sum by (mode) (rate(node_cpu_seconds_total[5m])) / 2");
  });

  it("leaves text with errors as it is", async () => {
    const { page } = await open();
    await type(page, "up  +");
    await page.keyboard.press("Control+s");
    await page.locator(".finding.error").first().waitFor();
    expect(await editorText(page)).toContain("up  +");
  });
});

describe("lints", () => {
  it("are listed, switched off, and on again in the settings", async () => {
    const { page } = await open(query("rate(node_memory_MemAvailable_bytes[5m])", { tab: "table" }));
    await page.getByText("328 series").waitFor();
    await type(page, "sum(up) by (job) == bool 1 or vector(0) and rate(up[5m])");
    const findings = page.locator(".finding:not(.error)");
    await findings.first().waitFor();
    const code = (await findings.first().locator(".code").textContent()) ?? "";
    await findings
      .first()
      .getByRole("button", { name: `Switch off ${code}` })
      .click();
    await expect.poll(() => page.locator(".finding .code", { hasText: code }).count()).toBe(0);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("dialog").getByLabel(code).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.locator(".finding .code", { hasText: code }).first().waitFor();
  });
});

describe("findings", () => {
  it("know the loaded data", async () => {
    const { page } = await open(query("rate(node_memory_MemFree_bytes[5m])", { tab: "table" }));
    await page.locator(".finding", { hasText: "is a gauge" }).waitFor();
  });

  it("leave the last result while the query is broken", async () => {
    const { page } = await open(query("count(up)", { tab: "table" }));
    await page.locator(".result tbody tr").first().waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" +");
    await page.getByText("This is the result of the text before it.").waitFor();
    expect(await page.locator(".stale .result td.number").textContent()).toBe("3");
    await page.keyboard.type(" 1");
    await expect.poll(() => page.locator(".result td.number").textContent()).toBe("4");
    expect(await page.locator(".stale").count()).toBe(0);
  });
});

describe("signatures", () => {
  it("show while arguments are typed", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await type(page, "");
    await page.keyboard.type("histogram_quantile(0.9, ");
    await page.locator(".cm-promql-signature").waitFor();
  });
});
