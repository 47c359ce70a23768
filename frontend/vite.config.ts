import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pageFiles } from "./build/pageFiles.ts";
import { precompress } from "./build/precompress.ts";

/** Paths that the main API answers. Every other path is a page of this app. */
const API_PATHS = [
  "/api",
  "/auth",
  "/book",
  "/bookings",
  "/calendar",
  "/covers",
  "/demo-bank",
  "/docs",
  "/events",
  "/facilitators",
  "/health",
  "/links",
  "/live",
  "/m",
  "/metrics",
  "/notifications",
  "/openapi.json",
  "/orders",
  "/pictures",
  "/push",
  "/ready",
  "/robots.txt",
  "/sessions",
  "/sitemap.xml",
  "/studio",
  "/team-channels",
  "/ui-config",
];

const mainApi = process.env.MAIN_API_URL ?? "http://127.0.0.1:5000";

export default defineConfig({
  plugins: [react(), pageFiles(), precompress()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    port: 5173,
    strictPort: true,
    // Whole path segments, because a prefix would also match source modules such as /bookings.tsx.
    proxy: Object.fromEntries(API_PATHS.map((path) => [`^${path}(/|\\?|$)`, { target: mainApi }])),
  },
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Reads only the icons in use out of 6,000 modules, which saves 1 s.
      experimental: { lazyBarrel: true },
      checks: { largeBarrelModules: false },
      output: {
        // The first page's code in two files, because thirty small ones would wait for connections.
        codeSplitting: {
          groups: [
            {
              name: "vendor",
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|@mantine[\\/](core|hooks)|clsx|openapi-fetch|eventsource-parser)[\\/]/,
              tags: ["$initial"],
              priority: 6,
            },
            { name: "first", tags: ["$initial"], priority: 5 },
            // The same for the pages that open next: what they share, inputs, and what checks a form.
            {
              name: "shared",
              test: /node_modules[\\/](@tabler|@tanstack)[\\/]|components[\\/]Anchor[\\/]|src[\\/]shared[\\/](time|studio|ui[\\/](Notice|RichText|Dialog|MapLink|Placeholder|BackLink|ticket|danger)|api[\\/]problemText|i18n[\\/](eventPage|payment|use)Words)|src[\\/]features[\\/](events|bookings|payments|account[\\/](SignInLayout|VerifyEmailNotice))/,
              minShareCount: 2,
              priority: 4,
            },
            {
              name: "inputs",
              test: /components[\\/](Input|InputBase|TextInput|PasswordInput)[\\/]/,
              minShareCount: 3,
              priority: 4,
            },
            {
              name: "fields",
              test: /components[\\/](Textarea|NativeSelect|Radio|Checkbox|InputsGroup\w*)[\\/]/,
              minShareCount: 2,
              priority: 3,
            },
            // For everybody who is signed in: the bell, live updates, and what is told of messages.
            {
              name: "signedIn",
              test: /src[\\/](features[\\/](notifications|push|messages|account[\\/](PhoneNotice|ConfirmPhone))|shared[\\/](live[\\/](own|personal)|push|auth[\\/]OwnPortrait|ui[\\/](Folded|channelIcon)|i18n[\\/](messageWords|..[\\/]messages\.)))/,
              minShareCount: 2,
              priority: 3,
            },
            {
              name: "forms",
              test: /node_modules[\\/](zod|react-hook-form|@hookform)[\\/]|src[\\/]shared[\\/]formSchema|src[\\/]features[\\/]account[\\/]/,
              minShareCount: 3,
              priority: 2,
            },
            // What the pages of facilitators and admins share. Guests never load it.
            {
              name: "staff",
              test: /src[\\/](app[\\/]staff|features[\\/](approvals|facilitator|integration|money|people)|shared[\\/](api[\\/]crm|i18n[\\/]staffWords|limits|money|ui[\\/](Ago|ExportButton|Fact|GuestBookingStatus|MailFrame|Occupancy|Pager|ReasonDialog|listQuery|useMoment)))/,
              minShareCount: 2,
              priority: 1,
            },
            {
              name: "editor",
              test: /src[\\/](features[\\/]event-management|shared[\\/]ui[\\/](MarkdownField|markdownMarks))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
    // Reporting gzip sizes takes time; `npm run budget` checks the one that matters.
    reportCompressedSize: false,
  },
});
