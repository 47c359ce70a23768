import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";

/** Paths the main API answers; every other path belongs to the pages of this app. */
const API_PATHS = [
  "/api",
  "/auth",
  "/book",
  "/bookings",
  "/calendar",
  "/docs",
  "/events",
  "/health",
  "/links",
  "/live",
  "/m",
  "/notifications",
  "/openapi.json",
  "/push",
  "/ready",
  "/sessions",
  "/team-channels",
  "/ui-config",
];

const mainApi = process.env.MAIN_API_URL ?? "http://127.0.0.1:5000";

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    port: 5173,
    strictPort: true,
    // A prefix alone would also catch source modules such as /bookings.tsx; the pattern ends at the segment.
    proxy: Object.fromEntries(API_PATHS.map((path) => [`^${path}(/|\\?|$)`, { target: mainApi }])),
  },
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Of the icons' 6,000 modules only those that are used are read: that saves 1 s.
      experimental: { lazyBarrel: true },
      checks: { largeBarrelModules: false },
      output: {
        // What the first page needs in two files: thirty small ones would each wait for a connection.
        codeSplitting: {
          groups: [
            {
              name: "vendor",
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|@mantine[\\/](core|hooks)|clsx|openapi-fetch|eventsource-parser)[\\/]/,
              tags: ["$initial"],
            },
            { name: "first", tags: ["$initial"] },
          ],
        },
      },
    },
    // A report of gzip sizes costs time; `npm run budget` holds the number that matters.
    reportCompressedSize: false,
  },
});
