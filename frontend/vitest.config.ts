import { defineConfig, mergeConfig } from "vitest/config";
import viteConfig from "./vite.config.ts";

/** Apart from vite.config.ts, so that a build needs none of the test's packages. */
export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      environment: "jsdom",
      // The reader's zone, wherever the tests run.
      env: { TZ: "Europe/Lisbon" },
      setupFiles: ["./tests/setup.ts"],
      include: ["tests/**/*.test.{ts,tsx}"],
      css: false,
      // A jsdom and all imports anew for each file would take three times as long as the tests.
      isolate: false,
      // Whole forms are typed into, on machines that do other things too.
      testTimeout: 60_000,
    },
  }),
);
