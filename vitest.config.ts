import { defineConfig } from "vitest/config";

/** Tests that run the built product in real processes; everything else runs the sources in the test's own process. */
const PRODUCT_TESTS = ["test/e2e/**/*.test.ts", "test/examples/**/*.test.ts", "test/packaging/**/*.test.ts"];

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["test/**/*.test.ts"],
          exclude: PRODUCT_TESTS,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: { name: "product", include: PRODUCT_TESTS, testTimeout: 180_000, hookTimeout: 300_000 },
      },
    ],
  },
});
