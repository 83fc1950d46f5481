/** The pane for rule files: what rules give over the loaded data, and findings with fixes. */
import { describe, expect, it } from "vitest";
import { open, useSite } from "./site";

useSite();

describe("a rule file", () => {
  it("is evaluated over the data: series recorded, alerts firing and pending", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await page.getByRole("button", { name: "Rules", exact: true }).click();
    const rules = page.locator(".rule");
    await expect.poll(() => rules.count()).toBe(3);
    expect(await rules.nth(0).textContent()).toContain("3 series");
    expect(await rules.nth(1).textContent()).toMatch(/firing.*\/api\/items answers 2\.\d+ requests per second/);
    expect(await rules.nth(2).textContent()).toContain("pending");
  });

  it("has findings, and a fix that shows the changed line", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await page.getByRole("button", { name: "Rules", exact: true }).click();
    const area = page.locator("textarea.yaml");
    await area.fill('groups:\n  - name: g\n    rules:\n      - record: a:b\n        expr: sum(up{job=~"api"})\n');
    await page.locator(".finding-tools button", { hasText: "compare with" }).first().click();
    expect(await page.locator(".diff-line.added").textContent()).toContain('up{job="api"}');
    expect(await page.locator(".diff-line.added").textContent()).not.toContain("groups");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => area.inputValue()).toContain('up{job="api"}');
  });

  it("that Prometheus refuses says why", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await page.getByRole("button", { name: "Rules", exact: true }).click();
    await page
      .locator("textarea.yaml")
      .fill("groups:\n  - name: g\n    rules:\n      - record: a\n        expr: sum(\n");
    await page.getByText("The file is refused").waitFor();
  });
});
