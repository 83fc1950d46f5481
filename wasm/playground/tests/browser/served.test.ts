/** `promenade playground`, where `PROMENADE` names a program that was built with the page. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAt, query, tableRows, useSite } from "./site";

const program = process.env.PROMENADE;

useSite();

describe.skipIf(!program)("a page that the command line serves", () => {
  const folder = mkdtempSync(join(tmpdir(), "promenade-"));
  let server: ChildProcess;
  let url = "";

  beforeAll(async () => {
    writeFileSync(join(folder, "own.prom"), "own 7 1795420800000\n");
    server = spawn(program ?? "", ["playground", "--no-open", "--port", "0", "--data", folder]);
    url = await new Promise((resolve, reject) => {
      server.stdout?.on("data", (text) => resolve(/http:\/\/\S+/.exec(String(text))?.[0] ?? ""));
      server.on("exit", (code) => reject(new Error(`the program ended with ${code}`)));
    });
  });
  afterAll(() => {
    server.kill();
    rmSync(folder, { recursive: true });
  });

  it("opens with the files, and evaluates over them", async () => {
    const { page } = await openAt(url + query("own + 1", { tab: "table" }));
    await expect.poll(() => tableRows(page)).toEqual([["8"]]);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  it("reads a file anew when it is reloaded", async () => {
    const { page } = await openAt(url + query("own", { tab: "table" }));
    await expect.poll(() => tableRows(page)).toEqual([["own", "7"]]);
    writeFileSync(join(folder, "own.prom"), "own 9 1795420800000\n");
    await page.reload();
    await expect.poll(() => tableRows(page)).toEqual([["own", "9"]]);
  });
});
