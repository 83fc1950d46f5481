/** Durations, numbers, times and label sets as text. */
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration, roughDuration } from "../../src/text/duration";
import { commonLabels, formatMetric, formatMetricName, labelNames } from "../../src/text/labels";
import { formatBytes, formatValue, shortValue } from "../../src/text/number";
import { formatTick, formatTime, parseTime } from "../../src/text/time";

describe("durations", () => {
  it.each([
    ["15s", 15_000],
    ["1h30m", 5_400_000],
    ["1d", 86_400_000],
    ["1w", 604_800_000],
    ["250ms", 250],
    ["1.5", 1500],
    ["0s", null],
    ["", null],
    ["5", 5000],
    ["5x", null],
    ["m5", null],
    ["1h 30m", null],
    ["-5m", null],
  ])("%j is %j ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([1, 999, 1000, 61_000, 5_400_000, 86_400_000, 694_861_001])("%j ms are read back", (ms) => {
    expect(parseDuration(formatDuration(ms))).toBe(ms);
  });

  it("are rounded to two units", () => {
    expect(roughDuration(1_189_701)).toBe("19m50s");
    expect(roughDuration(90_061_000)).toBe("1d1h");
  });
});

describe("numbers", () => {
  it("are written as Prometheus writes them", () => {
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0, 1.5].map(formatValue)).toEqual([
      "+Inf",
      "-Inf",
      "NaN",
      "-0",
      "1.5",
    ]);
  });

  it("are short on axes", () => {
    expect([0, 1500, 2_000_000, 0.0123456, 2.5e-7, 3e15, 1e-5].map(shortValue)).toEqual([
      "0",
      "1.5k",
      "2M",
      "0.01235",
      "2.5e-7",
      "3e+15",
      "1e-5",
    ]);
  });

  it("of bytes have binary units", () => {
    expect([12, 1536, 5 * 2 ** 20].map(formatBytes)).toEqual(["12 B", "1.5 KiB", "5.0 MiB"]);
  });
});

describe("times", () => {
  it("in UTC are read back", () => {
    for (const ms of [0, 1_795_421_549_197, 1_795_421_549_000])
      expect(parseTime(formatTime(ms, "utc"), "utc")).toBe(ms);
    expect(formatTime(1_795_421_549_197, "utc")).toBe("2026-11-23 08:12:29.197");
  });

  it("in local time are read back", () => {
    expect(parseTime(formatTime(1_795_421_549_000, "local"), "local")).toBe(1_795_421_549_000);
  });

  it.each([
    ["2026-11-23", 1_795_392_000_000],
    ["2026-11-23T08:12", 1_795_421_520_000],
    ["1795421549.197", 1_795_421_549_197],
    ["yesterday", null],
    ["2026-13-45", null],
  ])("%j is %j", (text, ms) => {
    expect(parseTime(text, "utc")).toBe(ms);
  });

  it("have seconds on ticks only where these are close", () => {
    expect(formatTick(1_795_421_535_000, "utc", 15_000)).toBe("08:12:15");
    expect(formatTick(1_795_421_520_000, "utc", 60_000)).toBe("08:12");
    expect(formatTick(1_795_392_000_000, "utc", 3_600_000)).toBe("11-23");
  });
});

describe("label sets", () => {
  it("are written as selectors", () => {
    expect(formatMetric({ __name__: "up", job: 'a"b', instance: "x" })).toBe('up{instance="x", job="a\\"b"}');
    expect(formatMetric({ __name__: "up" })).toBe("up");
    expect(formatMetric({})).toBe("{}");
    expect(formatMetric({ __name__: "http.requests", "k8s.pod": "p" })).toBe('{"http.requests", "k8s.pod"="p"}');
    expect(formatMetricName("http.requests")).toBe('{"http.requests"}');
  });

  it("share what all have with one value", () => {
    expect(
      commonLabels([
        { a: "1", b: "2" },
        { a: "1", b: "3", c: "4" },
      ]),
    ).toEqual({ a: "1" });
    expect(commonLabels([])).toEqual({});
    expect(labelNames([{ job: "a", __name__: "m" }, { abc: "x" }])).toEqual(["__name__", "abc", "job"]);
  });
});
