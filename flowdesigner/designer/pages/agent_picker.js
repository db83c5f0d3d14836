// A drop-down of people with name and picture: a button that opens a list, by the ARIA pattern of a select-only combobox.
let made = 0;

const part = (tag, className, text = "") => {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
};

const initials = (name) => {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word.slice(0, 1).toUpperCase()).join("");
};

// The picture where there is one that comes, else the first letters. The picture's host learns nothing of this page.
const face = (person) => {
  const circle = part("span", "fd-face", initials(person.name));
  circle.setAttribute("aria-hidden", "true");
  if (!person.picture) return circle;
  const picture = document.createElement("img");
  picture.alt = "";
  picture.referrerPolicy = "no-referrer";
  picture.addEventListener("load", () => circle.replaceChildren(picture), { once: true });
  picture.src = person.picture;
  return circle;
};

const shown = (person) => {
  const line = part("span", "fd-person");
  line.append(face(person), part("span", "fd-person-name", person.name));
  if (person.note) line.append(part("span", "fd-pill", person.note));
  return line;
};

export default {
  render({ model, el }) {
    const id = `fd-people-${++made}`;
    const label = part("div", "fd-legend");
    const button = part("button", "fd-people-button");
    const list = part("ul", "fd-people-list");
    label.id = `${id}-label`;
    list.id = `${id}-list`;
    button.id = `${id}-value`;
    button.type = "button";
    list.hidden = true;
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "aria-labelledby": `${label.id} ${button.id}`,
    })) button.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-labelledby", label.id);
    el.classList.add("fd-people");
    el.append(label, button, list);
    let active = 0;
    let typed = "";
    let forgets = 0;

    const people = () => model.get("people");
    const isOpen = () => !list.hidden;

    const show = () => {
      const chosen = people().find((one) => one.id === model.get("value"));
      label.textContent = model.get("label");
      button.disabled = model.get("disabled");
      button.replaceChildren(chosen ? shown(chosen) : part("span", "fd-person-name", model.get("empty")));
      if (isOpen()) fill();
    };

    const fill = () => list.replaceChildren(...people().map(option));

    const option = (person, place) => {
      const line = part("li", "");
      line.id = `${id}-${place}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(person.id === model.get("value")));
      if (person.note) line.setAttribute("aria-disabled", "true");
      line.append(shown(person));
      line.addEventListener("pointerdown", (event) => event.preventDefault());
      line.addEventListener("click", () => choose(place));
      line.addEventListener("pointermove", () => active !== place && mark(place));
      return line;
    };

    const mark = (place) => {
      list.children[active]?.classList.remove("fd-active");
      active = Math.min(Math.max(place, 0), people().length - 1);
      list.children[active]?.classList.add("fd-active");
      list.children[active]?.scrollIntoView({ block: "nearest" });
      button.setAttribute("aria-activedescendant", `${id}-${active}`);
    };

    const open = () => {
      if (button.disabled || !people().length) return;
      fill();
      list.hidden = false;
      button.setAttribute("aria-expanded", "true");
      mark(people().findIndex((one) => one.id === model.get("value")));
    };

    const close = () => {
      list.hidden = true;
      button.setAttribute("aria-expanded", "false");
      button.removeAttribute("aria-activedescendant");
    };

    // One who cannot be assigned to is read out as such, and stays unchosen.
    const choose = (place) => {
      const person = people()[place];
      if (!person || person.note) return;
      close();
      model.set("value", person.id);
      model.save_changes();
    };

    const search = (letter) => {
      clearTimeout(forgets);
      forgets = setTimeout(() => { typed = ""; }, 600);
      typed += letter.toLowerCase();
      const found = people().findIndex((one) => one.name.toLowerCase().startsWith(typed));
      if (!isOpen()) open();
      if (found >= 0) mark(found);
    };

    const moves = {
      ArrowDown: () => active + 1,
      ArrowUp: () => active - 1,
      Home: () => 0,
      End: () => people().length - 1,
    };

    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const takes = event.key === "Enter" || (event.key === " " && !typed);
      if (moves[event.key]) isOpen() ? mark(moves[event.key]()) : open();
      else if (takes) isOpen() ? choose(active) : open();
      else if (event.key === "Escape" && isOpen()) close();
      else if (event.key.length === 1) search(event.key);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };

    button.addEventListener("click", () => (isOpen() ? close() : open()));
    button.addEventListener("keydown", press);
    button.addEventListener("blur", close);
    show();
    const names = ["value", "people", "label", "empty", "disabled"];
    for (const name of names) model.on(`change:${name}`, show);
    return () => {
      clearTimeout(forgets);
      for (const name of names) model.off(`change:${name}`, show);
    };
  },
};
