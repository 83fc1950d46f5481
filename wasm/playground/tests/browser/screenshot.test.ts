/** Draws the picture of the README, where `SCREENSHOT` names its file. */
import { describe, expect, it } from "vitest";
import { open, query, useSite } from "./site";

useSite();

const RATIO =
  "sum by (handler) (rate(http_request_duration_seconds_sum[2m]))\n/\nsum by (handler) (rate(http_request_duration_seconds_count[2m]))";

describe.skipIf(!process.env.SCREENSHOT)("the picture of the page", () => {
  it("shows a query, its tree and its graph", async () => {
    const { page } = await open(query(RATIO, { tab: "graph", show_tree: "1" }), { width: 1280, height: 830 });
    await page.locator(".chart canvas").waitFor();
    await expect.poll(() => page.locator(".node .node-count").count()).toBe(7);
    await page.screenshot({ path: process.env.SCREENSHOT ?? "" });
  });
});
