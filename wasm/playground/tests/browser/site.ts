/** The built page on loopback, and a browser that opens it. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type PreviewServer, preview } from "vite";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What errors say that a test throws itself. */
export const EXPECTED = "thrown by the test";

export interface Opened {
  page: Page;
  context: BrowserContext;
  /** Errors of the page: none is expected in any test. */
  errors: string[];
}

interface OpenOptions {
  width?: number;
  height?: number;
  colorScheme?: "light" | "dark";
}

let server: PreviewServer;
let browser: Browser;
let opened: Opened[] = [];

/** The address of the page. */
export function address(): string {
  return server.resolvedUrls?.local[0] ?? "";
}

/** Registers the server and the browser for the tests of a file. */
export function useSite(): void {
  beforeAll(async () => {
    if (!existsSync(new URL("../../dist/index.html", import.meta.url)))
      throw new Error("build the page first: npm run build");
    server = await preview({
      root: new URL("../..", import.meta.url).pathname,
      preview: { host: "127.0.0.1", port: 0 },
    });
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
  });
  afterEach(async () => {
    const errors = opened.flatMap((one) => one.errors);
    await Promise.all(opened.map(({ context }) => context.close()));
    opened = [];
    expect(errors).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
}

/** Opens the page in a fresh profile. */
export function open(path = "", options: OpenOptions = {}): Promise<Opened> {
  return openAt(address() + path, options);
}

/** Opens a page of another server. */
export async function openAt(url: string, options: OpenOptions = {}): Promise<Opened> {
  const { width = 1280, height = 900, colorScheme = "light" } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, timezoneId: "UTC" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const one: Opened = { page, context, errors: [] };
  page.on("pageerror", (error) => {
    if (!error.message.includes(EXPECTED)) one.errors.push(String(error.stack ?? error));
  });
  opened.push(one);
  await page.goto(url);
  return one;
}

/** Replaces the query by typing. */
export async function type(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
}

/** The text in the editor. */
export async function editorText(page: Page): Promise<string> {
  return (await page.locator(".cm-content").first().locator(".cm-line").allTextContents()).join("\n");
}

/** Opens a link with this query. */
export function query(text: string, more: Record<string, string> = {}): string {
  const params = new URLSearchParams({ "g0.expr": text });
  for (const [name, value] of Object.entries(more)) params.set(`g0.${name}`, value);
  return `#${params}`;
}

/** Drops a file on the page, in place of the data or beside it. */
export async function drop(page: Page, name: string, content: string, beside = false): Promise<void> {
  await page.evaluate(
    ([fileName, text, shiftKey]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], fileName));
      for (const event of ["dragenter", "dragover", "drop"]) {
        const init = { dataTransfer, shiftKey, bubbles: true, cancelable: true };
        document.querySelector(".cm-content")?.dispatchEvent(new DragEvent(event, init));
      }
    },
    [name, content, beside] as const,
  );
}

/** The cells of the table, row by row. */
export async function tableRows(page: Page): Promise<string[][]> {
  await page.locator(".result tbody tr").first().waitFor();
  const rows = await page.locator(".result tbody tr").all();
  return Promise.all(rows.map((row) => row.locator("td").allTextContents()));
}
