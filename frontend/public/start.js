// Runs before the first paint and before the app: the theme must not flash, and the first data can be on its way
// while the app itself still loads.
(() => {
  const stored = (name) => {
    try {
      return localStorage.getItem(`samaya.${name}`);
    } catch {
      return null; // Storage may be blocked; the system's settings are then the right ones.
    }
  };
  const page = document.documentElement;
  const scheme = stored("color-scheme") ?? "auto";
  const dark = scheme === "dark" || (scheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  page.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  const wishes = [stored("language"), ...navigator.languages].map((wish) => wish?.slice(0, 2));
  const language = wishes.find((wish) => wish === "en" || wish === "hi") ?? "en";
  page.lang = language;

  const { pathname, search } = location;
  // The opening lines of the first page stand in the document already, in English.
  if (pathname === "/" && language === "en") page.setAttribute("data-opening", "discover");

  const event = /^\/retreats\/([1-9]\d{0,15})$/.exec(pathname);
  const data = event
    ? `/events/${event[1]}`
    : pathname === "/" && search === ""
      ? "/events?status=upcoming&page=1&per_page=12"
      : null;
  if (data) {
    const link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.href = data;
    link.crossOrigin = "anonymous";
    document.head.append(link);
  }
})();
