// What the pages need of the browser besides their widgets: it draws nothing.
export default {
  render({ el }) {
    el.hidden = true;
    let shell = null;
    const frame = requestAnimationFrame(() => {
      shell = el.closest(".fd-shell");
      shell?.addEventListener("focusin", mark);
      shell?.addEventListener("click", follow);
      shell?.addEventListener("click", turn);
      if (shell) watch.observe(shell, { attributes: true, attributeFilter: ["data-theme"] });
      if (shell) arrivals.observe(shell, { childList: true, subtree: true });
      if (shell) paint();
      remember();
    });

    // The canvas may be drawn before it stands in the shell, and cannot tell it the theme then.
    const paint = () => {
      const theme = shell.querySelector(".fd-root")?.dataset.theme;
      if (theme && !shell.dataset.theme) shell.dataset.theme = theme;
    };

    // JupyterLab leaves keys to what bears this mark; else Enter on one of our buttons would edit the notebook's cell.
    const mark = (event) => event.target.setAttribute?.("data-lm-suppress-shortcuts", "true");

    // What takes the place of what was on the screen begins at its top.
    const turn = (event) => {
      if (event.target.closest?.(".fd-turn")) event.target.closest(".fd-page")?.scrollTo(0, 0);
    };

    // A link from one article of Help to another presses the other's button in the list.
    const follow = (event) => {
      const link = event.target.closest?.("a[data-article]");
      if (!link) return;
      event.preventDefault();
      const buttons = [...shell.querySelectorAll(".fd-manual-list button")];
      buttons.find((button) => button.textContent === link.dataset.article)?.click();
      link.closest(".fd-page")?.scrollTo(0, 0);
    };

    // For the skeleton of the next visit, which is drawn before Python can say the theme.
    const remember = () => {
      try {
        if (shell?.dataset.theme) localStorage.setItem("flowdesigner-theme", shell.dataset.theme);
      } catch {
        // Storage may be switched off; the skeleton then follows the system.
      }
    };
    const watch = new MutationObserver(remember);

    // A page is a landmark with its own name for those who do not see that it lies over the canvas.
    const name = () => {
      const page = shell.querySelector(".fd-page:not([role])");
      page?.setAttribute("role", "region");
      page?.setAttribute("aria-label", shell.querySelector("[aria-current=page]")?.textContent ?? "");
    };
    const arrivals = new MutationObserver(() => {
      name();
      paint();
    });

    return () => {
      cancelAnimationFrame(frame);
      shell?.removeEventListener("focusin", mark);
      shell?.removeEventListener("click", follow);
      shell?.removeEventListener("click", turn);
      watch.disconnect();
      arrivals.disconnect();
    };
  },
};
