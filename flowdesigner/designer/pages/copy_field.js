// A text that can be read and copied: for addresses that have to be pasted elsewhere.
export default {
  render({ model, el }) {
    el.classList.add("fd-copy");
    const text = document.createElement("code");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fd-press";
    const show = () => {
      text.textContent = model.get("value");
      button.textContent = "Copy";
      button.setAttribute("aria-label", `Copy ${model.get("label")}`);
    };
    const select = () => {
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    };
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(model.get("value"));
        button.textContent = "Copied";
      } catch {
        select();
        button.textContent = "Press Ctrl+C";
      }
      setTimeout(show, 2000);
    });
    el.append(text, button);
    show();
    model.on("change:value", show);
    return () => model.off("change:value", show);
  },
};
