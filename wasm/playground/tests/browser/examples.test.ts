/** Each example gives a result over its sample; the one that fails on purpose can be fixed. */
import { describe, expect, it } from "vitest";
import { LESSONS } from "../../src/examples";
import { editorText, open, useSite } from "./site";

useSite();

const FAILING = "A join that fails";

describe("examples", () => {
  it("all give series, and none is refused or linted but the one that fails", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await page.getByRole("tab", { name: "Examples" }).click();
    for (const example of LESSONS.flatMap((lesson) => lesson.examples)) {
      await page.getByRole("button", { name: example.title }).first().click();
      await expect.poll(() => editorText(page)).toBe(example.query);
      await page.getByRole("tab", { name: "Table" }).click();
      if (example.title === FAILING) await page.getByRole("alert").waitFor();
      else await page.locator(".panel-foot, .empty").first().waitFor();
      expect.soft(await page.locator(".finding").allTextContents(), example.title).toEqual([]);
      if (example.title === FAILING) continue;
      await page.getByRole("tab", { name: "Graph" }).click();
      await page.locator(".chart canvas, .heatmap canvas").first().waitFor();
      await expect
        .poll(() => page.locator(".panel-foot").textContent(), { message: example.title })
        .not.toMatch(/^0 series/);
    }
  });
});
