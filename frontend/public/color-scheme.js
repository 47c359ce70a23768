// Runs before the first paint, so that a chosen theme never flashes the other one.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("samaya.color-scheme") ?? "auto";
  } catch {
    // Storage may be blocked; the system's theme is then the right one.
  }
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
