/** The page as a whole: tree, links, servers, no network, a crash of the worker. */
import { describe, expect, it } from "vitest";
import { address, drop, editorText, open, query, tableRows, type, useSite } from "./site";

useSite();

const RATIO =
  'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[2m])) / on (mode) sum by (mode) (rate(node_cpu_seconds_total[2m]))';

describe("the tree", () => {
  it("says what each part gives, and shows the chosen part alone", async () => {
    const { page } = await open(query(RATIO, { tab: "table", show_tree: "1" }));
    const items = page.getByRole("treeitem");
    await expect.poll(() => items.count()).toBe(7);
    await expect.poll(async () => (await items.allTextContents()).every((text) => /\d+ series/.test(text))).toBe(true);
    expect((await items.allTextContents())[3]).toContain("14 series");
    expect((await tableRows(page)).length).toBe(7);
    await items.nth(5).click();
    await expect.poll(async () => (await tableRows(page)).length).toBe(16);
    expect((await page.locator(".cm-node-mark").allTextContents()).join("")).toBe("rate(node_cpu_seconds_total[2m])");
    await page.keyboard.press("Home");
    await expect.poll(async () => (await tableRows(page)).length).toBe(7);
  });

  it("explains a join: groups that match, and the side that has nothing", async () => {
    const { page } = await open(query(RATIO, { tab: "explain", show_tree: "1" }));
    const summary = page.locator(".joins .outcome");
    await summary.waitFor();
    expect(await summary.textContent()).toContain("7 groups match, 0 only on the left, 1 only on the right");
  });

  it("fixes a join that matches many", async () => {
    const text = "node_cpu_seconds_total / on (instance) up";
    const { page } = await open(query(text, { tab: "explain" }));
    await page.locator(".joins").getByRole("button", { name: "Add group_left" }).click();
    await expect.poll(() => editorText(page)).toBe("node_cpu_seconds_total / on (instance) group_left up");
    await expect.poll(() => page.locator(".joins .outcome").textContent()).toContain("1 group matches");
  });

  it("passes errors up", async () => {
    const { page } = await open(query("sum(up / on () up)", { tab: "table", show_tree: "1" }));
    await page.locator(".node.failed").waitFor();
    await page.locator(".node.blocked").waitFor();
    expect(await page.locator(".node.blocked").first().textContent()).toContain("a part below fails");
  });
});

describe("links", () => {
  it("open queries, times and small data again", async () => {
    const { page } = await open();
    await page.getByText("328 series").waitFor();
    await drop(page, "own.prom", 'own{a="1"} 7 1795420800000\nown{a="2"} 8 1795420800000\n');
    await page.getByText("own.prom · 2 series").waitFor();
    await type(page, "own * 2");
    await page.getByRole("tab", { name: "Table" }).click();
    await expect
      .poll(() => tableRows(page))
      .toEqual([
        ["1", "14"],
        ["2", "16"],
      ]);
    await page.getByRole("button", { name: "Share" }).click();
    const link = page.getByLabel("Link", { exact: true });
    await expect.poll(() => link.inputValue()).toContain("data=");
    const url = await link.inputValue();
    const again = await open(url.slice(address().length));
    await expect
      .poll(() => tableRows(again.page))
      .toEqual([
        ["1", "14"],
        ["2", "16"],
      ]);
    expect(await editorText(again.page)).toBe("own * 2");
  });

  it("of Prometheus's own pages are read", async () => {
    const { page } = await open("?g0.expr=count%28up%29&g0.tab=1&g0.moment_input=2026-11-23+08%3A00%3A00");
    await expect.poll(() => tableRows(page)).toEqual([["3"]]);
    expect(await page.getByLabel("Time UTC").inputValue()).toBe("2026-11-23 08:00:00");
  });

  it("that are pasted into the address of the open page are followed", async () => {
    const { page } = await open(query("up", { tab: "table" }));
    await tableRows(page);
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      query("count(up)", { tab: "table" }),
    );
    await expect.poll(() => tableRows(page)).toEqual([["3"]]);
    expect(await editorText(page)).toBe("count(up)");
  });

  it("that were cut say so", async () => {
    const { page } = await open("#g0.expr=up&data=abcdef");
    await page.getByText("the data in this link is damaged").waitFor();
  });
});

describe("a Prometheus server", () => {
  const answer = {
    status: "success",
    data: {
      resultType: "matrix",
      result: [{ metric: { __name__: "remote", job: "a" }, values: [[1_795_420_800, "5"]] }],
    },
  };

  it("is read once and then queried here", async () => {
    const { page } = await open(query("remote + 1", { tab: "table" }));
    await page.getByText("328 series").waitFor();
    await page.route("http://prometheus.test/**", (route) =>
      route.fulfill({ json: answer, headers: { "Access-Control-Allow-Origin": "*" } }),
    );
    await page.getByRole("button", { name: /328 series/ }).click();
    await page.getByLabel("Server").fill("http://prometheus.test");
    expect(await page.getByLabel("Series selectors").inputValue()).toBe("remote");
    await page.getByRole("button", { name: "Read from the server" }).click();
    await expect.poll(() => tableRows(page)).toEqual([["a", "6"]]);
  });

  it("that does not answer is named with what to do", async () => {
    const { page } = await open(query("remote", { tab: "table" }));
    await page.getByText("328 series").waitFor();
    await page.route("http://prometheus.test/**", (route) => route.abort("failed"));
    await page.getByRole("button", { name: /328 series/ }).click();
    await page.getByLabel("Server").fill("http://prometheus.test");
    await page.getByRole("button", { name: "Read from the server" }).click();
    await page.getByText("--web.cors.origin").waitFor();
  });
});

describe("without a network", () => {
  it("the page still opens and evaluates", async () => {
    const { page, context } = await open(query("count(up)", { tab: "table" }));
    await tableRows(page);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await tableRows(page);
    await context.setOffline(true);
    await page.reload();
    await expect.poll(() => tableRows(page)).toEqual([["3"]]);
  });
});

describe("a crash of the worker", () => {
  it("is said, and the same data is there again", async () => {
    const { page } = await open(query("count(up)", { tab: "table" }));
    await tableRows(page);
    const [worker] = page.workers();
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error("thrown by the test");
      });
    });
    await type(page, "count(node_cpu_seconds_total)");
    await page.locator(".notice.error", { hasText: "started again with the same data" }).waitFor();
    await expect.poll(() => tableRows(page)).toEqual([["16"]]);
  });
});

describe("several panels", () => {
  it("are added, shared in the address, and removed", async () => {
    const { page } = await open(query("up", { tab: "table" }));
    await page.getByRole("button", { name: "Add query" }).click();
    await expect.poll(() => page.locator(".panel").count()).toBe(2);
    await expect.poll(() => page.url()).toContain("g1.expr=");
    await page.getByRole("button", { name: "Remove panel" }).last().click();
    await expect.poll(() => page.locator(".panel").count()).toBe(1);
  });
});
