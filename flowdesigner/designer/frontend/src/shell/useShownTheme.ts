import { useSyncExternalStore } from "react";
import { useDesigner } from "../state/context";

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => {
    query.removeEventListener("change", listener);
    observer.disconnect();
  };
}

function systemIsDark(): boolean {
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

function labIsDark(): boolean {
  return document.body.dataset.jpThemeLight === "false";
}

/** The theme to draw in: the author's choice, else JupyterLab's in a cell, else the system's. */
export function useShownTheme(): "light" | "dark" {
  const theme = useDesigner((state) => state.theme);
  const embedded = useDesigner((state) => state.embedded);
  const isDark = useSyncExternalStore(subscribe, embedded ? labIsDark : systemIsDark);
  return theme === "auto" ? (isDark ? "dark" : "light") : theme;
}
