// The theme of the last visit, or the system's, before anything is drawn.
(() => {
  let theme = "auto";
  try {
    theme = localStorage.getItem("flowdesigner-theme") || "auto";
  } catch {
    // Storage may be switched off; the system's theme is right then.
  }
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("fd-wait-dark", dark);
})();
