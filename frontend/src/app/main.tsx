// First, so that the style sheets of components come later and take precedence.
import "./mantine.css";
import "./fonts.css";
import "./base.css";
import "./opening.css";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { auth } from "@/shared/auth/auth";
import { firstLanguage } from "@/shared/i18n/LanguageProvider";
import { App } from "./App";
import { loadFirstPage } from "./firstPage";
import { createQueryClient } from "./queryClient";
import { isNotLoaded } from "./RouteFailure";

// A function, because this file can't await: the code of the pages imports from the file that the build puts this into,
// and would wait for its end.
async function start() {
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  // Before the first render, which would ask for it too and shows the problem if there is one.
  auth.currentToken().catch(() => undefined);
  const queryClient = createQueryClient();
  const [first] = await Promise.all([firstLanguage(), loadFirstPage(queryClient)]);
  // Let the browser handle input before the first render. The transition then renders in slices, so that an early tap
  // is answered.
  await new Promise((resolve) => setTimeout(resolve));
  startTransition(() => {
    createRoot(root, {
      // A missing connection is told on the page; it is no fault for the console.
      onCaughtError: (error) => isNotLoaded(error) || reportError(error),
    }).render(
      <StrictMode>
        <App firstLanguage={first} queryClient={queryClient} />
      </StrictMode>,
    );
  });
}

void start();

// The service worker keeps a copy of the app, so that a reload works without network or server.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  const registerWorker = () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {
      // Not allowed here, for instance in a private window. The app works, but not offline.
    });
  };
  // The load event may have fired already.
  if (document.readyState === "complete") registerWorker();
  else window.addEventListener("load", registerWorker);
}
