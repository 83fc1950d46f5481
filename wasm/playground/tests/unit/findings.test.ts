/** Fixes as differences, and findings as Markdown. */
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/api";
import { diagnosticsMarkdown } from "../../src/export/diagnostics";
import { changedLines } from "../../src/query/diagnose";

describe("changed lines", () => {
  it("are those between what is the same", () => {
    expect(changedLines("a\nb\nc", "a\nX\nY\nc")).toEqual({ removed: "b", added: "X\nY" });
    expect(changedLines("a", "b")).toEqual({ removed: "a", added: "b" });
    expect(changedLines("a\na", "a")).toEqual({ removed: "a", added: "" });
    expect(changedLines("a\nb", "a\nb")).toEqual({ removed: "", added: "" });
  });
});

describe("Markdown of findings", () => {
  const finding: Diagnostic = {
    from: 8,
    to: 11,
    code: "PQL101",
    severity: "error",
    message: "there is no function `rat`",
    help: "did you mean `rate`?",
    labels: [],
    fixes: [{ title: "replace it with `rate`", safe: true, edits: [] }],
  };

  it("names the place, the help and the fixes", () => {
    expect(diagnosticsMarkdown("sum(\n  (rat(up))", [finding])).toBe(
      "```promql\nsum(\n  (rat(up))\n```\n\n" +
        "- **error** PQL101 at 2:4 `rat`: there is no function `rat`\n  did you mean `rate`?\n  - fix: replace it with `rate`\n",
    );
  });

  it("says where there are none", () => {
    expect(diagnosticsMarkdown("up", [], "yaml")).toBe("```yaml\nup\n```\n\nNo findings.\n");
  });
});
