// Runs before the first paint and before the app, so that the theme does not flash and the first data load while the
// app loads.
(() => {
  const stored = (name) => {
    try {
      return localStorage.getItem(`samaya.${name}`);
    } catch {
      return null; // Storage may be blocked: use the system's settings.
    }
  };
  const page = document.documentElement;
  const scheme = stored("color-scheme") ?? "auto";
  const dark = scheme === "dark" || (scheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  page.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  const { languages = ["en", "hi"] } = JSON.parse(document.getElementById("studio")?.textContent ?? "{}");
  const preferred = [stored("language"), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  const language = preferred.find((code) => languages.includes(code)) ?? languages[0];
  page.lang = language;

  // Somebody who is signed in: asks for the access token, as the app would do first. The refresh cookie is replaced at
  // each use, so one tab at a time does this; while another does, it is left to the app, which hears of that tab's token.
  if (stored("signed-in") === "yes" && navigator.locks) {
    window.begunRenewal = navigator.locks.request(
      "samaya-auth-renewal",
      { ifAvailable: true },
      (lock) => lock && fetch("/auth/refresh", { method: "POST" }),
    );
    window.begunRenewal.catch(() => undefined); // The app tells of it.
  }

  const { pathname, search } = location;
  // index.html already contains the first lines of this page, in English.
  if (pathname === "/" && language === "en") page.setAttribute("data-opening", "discover");

  const preload = (href, options) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", href, ...options }));
  };
  const event = /^\/(?:e\/(?:[a-z0-9-]*-)?|retreats\/)([1-9]\d{0,15})$/.exec(pathname);
  const data = event
    ? `/events/${event[1]}`
    : pathname === "/" && search === ""
      ? "/events?status=bookable&page=1&per_page=12"
      : null;
  if (data) preload(data, { as: "fetch", crossOrigin: "anonymous" });
  // These pages ask the CRM, whose address this names.
  if (/^\/(facilitator(\/sessions\/[^/]+)?|admin)\/?$/.test(pathname))
    preload("/ui-config", { as: "fetch", crossOrigin: "anonymous" });

  const { files, pages } = JSON.parse(
    document.getElementById("page-files")?.textContent ?? '{"files":[],"pages":{}}',
  );
  for (const [path, numbers] of Object.entries(pages)) {
    if (!new RegExp(`^/${path.replaceAll("*", "[^/]+")}/?$`).test(pathname)) continue;
    for (const file of numbers.map((number) => files[number])) {
      if (file.endsWith(".css")) preload(file, { as: "style", crossOrigin: "" });
      else preload(file, { rel: "modulepreload", crossOrigin: "" });
    }
  }
})();
