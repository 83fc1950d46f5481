/** Data on its way in: compression, links with data, the generated sample. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { clusterSample, END_MS } from "../../src/data/cluster";
import { gunzip, pack, unpack } from "../../src/data/compress";
import { snapshotOf } from "../../src/data/snapshot";

const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe("compression", () => {
  it("is undone where a file has it", async () => {
    const plain = new TextEncoder().encode("up 1\n");
    expect(decode(await gunzip(gzipSync(plain)))).toBe("up 1\n");
    expect(decode(await gunzip(plain))).toBe("up 1\n");
  });

  it("of a link is undone", async () => {
    const files = [{ name: "ä.prom", text: "up 1\n".repeat(1000) }];
    const text = await pack(files);
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(text.length).toBeLessThan(200);
    expect(await unpack(text)).toEqual(files);
  });

  it("of a link that was cut is an error", async () => {
    const text = await pack([{ name: "a", text: "up 1\n" }]);
    await expect(unpack(text.slice(0, -4))).rejects.toThrow("the data in this link is damaged");
    await expect(unpack("%%%")).rejects.toThrow("damaged");
    await expect(unpack(await pack([]).then((empty) => empty.replace(/.$/, "")))).rejects.toThrow("damaged");
  });
});

describe("the cluster sample", () => {
  const [metadata, samples] = clusterSample();
  const lines = decode(samples?.bytes)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

  it("is the same at each load", () => {
    expect(clusterSample().map(({ bytes }) => decode(bytes))).toEqual(
      [metadata, samples].map((file) => decode(file?.bytes)),
    );
  });

  it("has help and type of each of its metrics", () => {
    const help = decode(metadata?.bytes);
    for (const name of new Set(lines.map(({ metric }) => metric.__name__))) expect(help).toContain(`# TYPE ${name} `);
  });

  it("has counters that grow but for the restarts of one pod", () => {
    const counters = lines.filter(({ metric }) => metric.__name__.endsWith("_seconds_total"));
    const falls = counters.map(
      ({ values }) => values.filter((value: number, index: number) => value < values[index - 1]).length,
    );
    expect(falls.sort()).toEqual([...new Array(counters.length - 1).fill(0), 2]);
    expect(lines[0].timestamps.at(-1)).toBe(END_MS);
  });

  it("has histograms whose buckets add up to their count", () => {
    const histograms = lines.filter((line) => line.histograms);
    expect(histograms).toHaveLength(2);
    for (const { h } of histograms.flatMap((line) => line.histograms)) {
      const { spans, counts } = h.positive;
      expect(counts.reduce((total: number, count: number) => total + count, 0)).toBe(h.count);
      expect(spans.reduce((total: number, [, length]: number[]) => total + (length ?? 0), 0)).toBe(counts.length);
    }
  });
});

describe("a snapshot", () => {
  it("says of each metric what lints ask", () => {
    const sets = [
      { __name__: "up", job: "a", instance: "1" },
      { __name__: "up", job: "b", instance: "1", zone: "x" },
      { __name__: "requests_total", job: "a", instance: "1" },
    ];
    const snapshot = JSON.parse(snapshotOf(sets, [{ name: "requests_total", type: "counter", help: "Requests." }]));
    expect(snapshot.version).toBe(1);
    expect(snapshot.of_targets).toBe(false);
    expect(snapshot.metrics.up).toEqual({
      n_series: 2,
      labels: {
        job: { n_values: 2, on_all: true, values: ["a", "b"] },
        instance: { n_values: 1, on_all: true, values: ["1"] },
        zone: { n_values: 1, on_all: false, values: ["x"] },
      },
    });
    expect(snapshot.metrics.requests_total).toMatchObject({ type: "counter", help: "Requests.", n_series: 1 });
  });

  it("of what targets expose says that labels of targets are missing", () => {
    expect(JSON.parse(snapshotOf([{ __name__: "x" }], [])).of_targets).toBe(true);
  });
});
