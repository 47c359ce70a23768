import type { Plugin } from "vite";

/** The pages that visitors open first, by the first part of their path. Discover is in the start page's own files. */
const PAGES: Record<string, string> = {
  e: "events/EventPage.tsx",
  with: "events/FacilitatorPage.tsx",
  "sign-in": "account/SignInPage.tsx",
  register: "account/RegisterPage.tsx",
  manage: "links/ManagePage.tsx",
};

/** Writes into index.html which files these pages need, before the first script, start.js, which loads them. */
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
        const files = Object.entries(PAGES).map(([path, module]) => {
          const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/features/${module}`));
          if (!page) throw new Error(`No file has the page ${module}`);
          return [path, [...new Set(loaded(page.fileName))].map((name) => `/${name}`)];
        });
        const element = `<script type="application/json" id="page-files">${JSON.stringify(Object.fromEntries(files))}</script>`;
        return html.replace("<script", `${element}\n    <script`);
      },
    },
  };
}
