import { defineConfig, mergeConfig } from "vitest/config";
import viteConfig from "./vite.config.ts";

/** They replace modules, which others may have loaded already where files share their modules. */
const MOCKING = ["tests/liveBookings.test.tsx", "tests/payPage.test.tsx"];

/** Apart from vite.config.ts, so that a build needs none of the test's packages. */
export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      environment: "jsdom",
      // The reader's zone, wherever the tests run.
      env: { TZ: "Europe/Lisbon" },
      setupFiles: ["./tests/setup.ts"],
      css: false,
      // Whole forms are typed into, on machines that do other things too.
      testTimeout: 60_000,
      projects: [
        {
          extends: true,
          // A jsdom and all imports anew for each file would take three times as long as the tests.
          test: { name: "shared", include: ["tests/**/*.test.{ts,tsx}"], exclude: MOCKING, isolate: false },
        },
        { extends: true, test: { name: "mocking", include: MOCKING, isolate: true } },
      ],
    },
  }),
);
