// Before everything else: the sheets of the components come later and win over these.
import "./mantine.css";
import "./fonts.css";
import "./base.css";
import "./opening.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { firstLanguage } from "@/shared/i18n/LanguageProvider";
import { App } from "./App";

// A deployment may replace the files an open page still refers to; the new page has the new names.
window.addEventListener("vite:preloadError", (event) => {
  const RELOADED = "samaya.reloaded-at";
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < 10_000) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
  } catch {
    return;
  }
  event.preventDefault();
  window.location.reload();
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
const first = await firstLanguage();
createRoot(root).render(
  <StrictMode>
    <App firstLanguage={first} />
  </StrictMode>,
);
