// The extension of CodeMirror in Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle, launch, missing, serve } from "./site.mjs";

const skip = missing();
const shots = process.env.PROMENADE_SCREENSHOTS;
let browser;
let files;

before(async () => {
  if (skip) return;
  [browser, files] = await Promise.all([launch(), bundle("editor.ts")]);
});
after(() => browser?.close());

/** Runs a test in a new page; no error may be on its console. */
function inPage(name, run, options = {}) {
  test(name, { skip }, async () => {
    const site = await serve(files, options.delayWasm);
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    try {
      await page.goto(site.url + (options.query ? `?query=${encodeURIComponent(options.query)}` : ""));
      await page.waitForSelector(".cm-content");
      await run(page, site);
      if (shots) await page.screenshot({ path: `${shots}/${name.replaceAll(/\W+/g, "-")}.png` });
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
      site.close();
    }
  });
}

/** A picture of what is open, where PROMENADE_SCREENSHOTS names a folder. */
const shot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png`, clip: { x: 0, y: 0, width: 900, height: 380 } });

const text = (page) => page.evaluate(() => window.view.state.doc.toString());
const options = (page) => page.locator(".cm-tooltip-autocomplete li .cm-completionLabel").allTextContents();

inPage("completes a metric and inserts it", async (page) => {
  await page.keyboard.type("http_r", { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  assert.equal((await options(page))[0], "http_requests_total");
  assert.match(await page.locator(".cm-completionInfo").textContent(), /Requests by status/);
  await shot(page, "completion");
  await page.keyboard.press("Enter");
  assert.equal(await text(page), "http_requests_total");
});

inPage("completes a label and its value", async (page) => {
  await page.keyboard.type("http_requests_total{jo", { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  assert.deepEqual(await options(page), ["job"]);
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  await page.keyboard.type('="no', { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  assert.equal((await options(page))[0], "node");
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  assert.match(await text(page), /^http_requests_total\{job="node"\}?$/);
});

inPage("a function is inserted with places to fill in", async (page) => {
  await page.keyboard.type("sum(rat", { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  assert.equal((await options(page))[0], "rate");
  await shot(page, "function");
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  assert.match(await text(page), /^sum\(rate\(v\[5m\]\)\)?$/);
  await page.waitForSelector(".cm-snippetField");
});

inPage("an error is underlined where it is, and a fix applied", async (page) => {
  await page.waitForSelector(".cm-lintRange-error");
  assert.equal(await page.locator(".cm-lintRange-error").first().textContent(), "raet");
  await page.locator(".cm-lintRange-error").first().hover();
  const fix = page.locator(".cm-diagnosticAction").first();
  await fix.waitFor();
  assert.match(await fix.textContent(), /rate/);
  await shot(page, "error");
  await fix.click();
  assert.equal(await text(page), "sum(rate(http_requests_total[5m]))");
  await page.waitForFunction(() => document.querySelector(".cm-lintRange-error") === null);
}, { query: "sum(raet(http_requests_total[5m]))" });

inPage("lays the query out", async (page) => {
  await page.waitForSelector(".cm-promql-aggregator");
  await page.locator(".cm-content").click();
  await page.keyboard.press("Shift+Alt+F");
  assert.equal(await text(page), "sum by (job) (rate(http_requests_total[5m]))");
}, { query: "sum   by(job)(rate( http_requests_total[5m] ))" });

inPage("shows documentation and the signature", async (page) => {
  await page.waitForSelector(".cm-promql-function");
  await page.locator(".cm-promql-function").hover();
  await page.waitForSelector(".cm-promql-hover h4");
  assert.match(await page.locator(".cm-promql-hover").textContent(), /per-second increase/);
  await shot(page, "hover");
  await page.mouse.move(0, 0);
  await page.locator(".cm-content").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" + topk(3");
  await page.waitForSelector(".cm-promql-signature");
  assert.match(await page.locator(".cm-promql-signature b").textContent(), /k/);
}, { query: "rate(http_requests_total[5m])" });

inPage("all uses of a label are edited together", async (page) => {
  await page.waitForSelector(".cm-promql-label");
  await page.locator(".cm-promql-label").first().click();
  await page.keyboard.press("F2");
  await page.keyboard.type("pod");
  assert.equal(await text(page), 'sum by (pod) (a{pod="x"}) / on (pod) b');
}, { query: 'sum by (job) (a{job="x"}) / on (job) b' });

inPage("highlights before the module has arrived", async (page) => {
  const coloured = () => page.evaluate(() => document.querySelectorAll(".cm-line span[class]").length);
  assert.ok((await coloured()) >= 4, "the tree colours");
  assert.equal(await page.locator(".cm-promql-metric").count(), 0);
  await page.keyboard.type(" ");
  await page.waitForSelector(".cm-promql-metric");
  assert.equal(await page.locator(".cm-promql-aggregator").textContent(), "sum");
  assert.equal(await page.locator(".cm-promql-duration").textContent(), "5m");
}, { query: "sum by (job) (rate(http_requests_total[5m]))", delayWasm: 700 });
