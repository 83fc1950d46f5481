import { defineConfig } from "vitest/config";

export default defineConfig({
  // A browser on a busy machine takes its time.
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    expect: { poll: { timeout: 20_000, interval: 50 } },
  },
});
