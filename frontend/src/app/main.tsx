// Before everything else: the sheets of the components come later and win over these.
import "./mantine.css";
import "./fonts.css";
import "./base.css";
import "./opening.css";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { firstLanguage } from "@/shared/i18n/LanguageProvider";
import { App } from "./App";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
const first = await firstLanguage();
// The files are read in one go; the pages are drawn after a breath, in slices, so that the browser stays awake for
// a first tap all the while.
await new Promise((breath) => setTimeout(breath));
startTransition(() => {
  createRoot(root).render(
    <StrictMode>
      <App firstLanguage={first} />
    </StrictMode>,
  );
});

// Keeps the app itself at hand, so that offline and while the server is away a reload still shows a friendly page.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  const keep = () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {
      // Not allowed here, for instance in a private window: everything works, only not offline.
    });
  };
  // After that breath the page has often loaded already, and says so only once.
  if (document.readyState === "complete") keep();
  else window.addEventListener("load", keep);
}
