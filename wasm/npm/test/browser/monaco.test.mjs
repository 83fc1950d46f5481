// The adapter of Monaco in Chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle, launch, missing, serve } from "./site.mjs";

const skip = missing();
const shots = process.env.PROMENADE_SCREENSHOTS;
let browser;
let files;

before(async () => {
  if (skip) return;
  [browser, files] = await Promise.all([launch(), bundle("monaco.ts")]);
});
after(() => browser?.close());

function inPage(name, query, run) {
  test(name, { skip }, async () => {
    const site = await serve(files);
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    try {
      await page.goto(`${site.url}?query=${encodeURIComponent(query)}`);
      await page.addStyleTag({ content: "#editor { height: 16em }" });
      await page.waitForFunction(() => window.editor !== undefined);
      await run(page);
      if (shots) await page.screenshot({ path: `${shots}/${name.replaceAll(/\W+/g, "-")}.png` });
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
      site.close();
    }
  });
}

const text = (page) => page.evaluate(() => window.editor.getValue());

inPage("Monaco completes a metric, a label and a value", "", async (page) => {
  const pick = async (typed, expected) => {
    await page.keyboard.type(typed, { delay: 30 });
    const first = page.locator(".suggest-widget.visible .monaco-list-row.focused .label-name").first();
    await first.waitFor();
    assert.equal(await first.textContent(), expected);
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
  };
  await pick("http_r", "http_requests_total");
  await pick("{jo", "job");
  await pick('="no', "node");
  assert.equal(await text(page), 'http_requests_total{job="node"}');
});

inPage("Monaco underlines an error and fixes it", "sum(raet(http_requests_total[5m]))", async (page) => {
  await page.waitForFunction(() => window.monaco.editor.getModelMarkers({}).length > 0);
  const [marker] = await page.evaluate(() => window.monaco.editor.getModelMarkers({}));
  assert.deepEqual([marker.startColumn, marker.endColumn], [5, 9]);
  await page.waitForSelector(".squiggly-error");
  await page.evaluate(() => window.editor.setPosition({ lineNumber: 1, column: 6 }));
  await page.evaluate(() => window.editor.trigger("test", "editor.action.quickFix"));
  await page.locator(".action-widget .monaco-list-row.action").first().click();
  await page.waitForFunction(() => window.editor.getValue() === "sum(rate(http_requests_total[5m]))");
});

inPage("Monaco lays the query out and shows documentation", "sum   by(job)(rate( http_requests_total[5m] ))", async (page) => {
  await page.evaluate(() => window.editor.getAction("editor.action.formatDocument").run());
  await page.waitForFunction(() => window.editor.getValue() === "sum by (job) (rate(http_requests_total[5m]))");
  await page.evaluate(() => {
    window.editor.setPosition({ lineNumber: 1, column: 16 });
    window.editor.getAction("editor.action.showHover").run();
  });
  await page.waitForSelector(".monaco-hover h2");
  assert.match(await page.locator(".monaco-hover").first().textContent(), /per-second increase/);
});
