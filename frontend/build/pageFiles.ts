import type { Plugin } from "vite";

/**
 * The pages that people open first, by their path; a star is any part of it. Discover is in the start page's own files.
 */
const PAGES: Record<string, string[]> = {
  "e/*": ["features/events/EventPage.tsx"],
  "with/*": ["features/events/FacilitatorPage.tsx"],
  "sign-in": ["features/account/SignInPage.tsx"],
  register: ["features/account/RegisterPage.tsx"],
  "manage/*": ["features/links/ManagePage.tsx"],
  "my-bookings": ["features/bookings/MyBookingsPage.tsx"],
  "my-bookings/*": ["features/bookings/BookingPage.tsx"],
  facilitator: ["app/staffRoutes.tsx", "features/facilitator/DashboardPage.tsx"],
  "facilitator/sessions/*": ["app/staffRoutes.tsx", "features/facilitator/RosterPage.tsx"],
  "facilitator/events/*/edit": ["app/staffRoutes.tsx", "features/event-management/EditEventPage.tsx"],
  admin: ["app/staffRoutes.tsx", "features/integration/AdminPage.tsx"],
};

/**
 * Writes into index.html which files these pages need, before the first script, start.js, which loads them. A page has
 * the numbers of its files in the list of all.
 */
export function pageFiles(): Plugin {
  return {
    name: "page-files",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [file] : []));
        const loaded = (name: string): string[] => {
          const chunk = chunks.find(({ fileName }) => fileName === name);
          // The start page has the others.
          if (!chunk || html.includes(`/${name}`)) return [];
          const styles = [...(chunk.viteMetadata?.importedCss ?? [])];
          return [name, ...styles, ...chunk.imports.flatMap(loaded)];
        };
        const files: string[] = [];
        const numberOf = (name: string): number => {
          if (!files.includes(name)) files.push(name);
          return files.indexOf(name);
        };
        const pages = Object.entries(PAGES).map(([path, modules]) => {
          const needed = modules.flatMap((module) => {
            const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/${module}`));
            if (!chunk) throw new Error(`No file has the page ${module}`);
            return loaded(chunk.fileName);
          });
          return [path, [...new Set(needed)].map((name) => numberOf(`/${name}`))];
        });
        const json = JSON.stringify({ files, pages: Object.fromEntries(pages) });
        const element = `<script type="application/json" id="page-files">${json}</script>`;
        return html.replace("<script", `${element}\n    <script`);
      },
    },
  };
}
