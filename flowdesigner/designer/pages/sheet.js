// Markup that Python makes, with buttons that tell Python when they are pressed.
export default {
  render({ model, el }) {
    el.classList.add("fd-sheet");
    const show = () => {
      const fresh = document.createElement("div");
      fresh.innerHTML = model.get("markup");
      const focused = el.contains(document.activeElement) ? marks(document.activeElement) : null;
      become(el, fresh);
      // What had the keys may stand in another place now, and something else in its own.
      if (focused && !(el.contains(document.activeElement) && marks(document.activeElement) === focused)) {
        const buttons = [...el.querySelectorAll("[data-press]")];
        buttons.find((one) => marks(one) === focused)?.focus({ preventScroll: true });
      }
      arrive();
    };

    // Where something else takes the place of what was there, the keys go to its beginning, once.
    let arrived = "";
    const arrive = () => {
      const target = el.querySelector("[data-arrive]");
      const now = target?.dataset.arrive ?? "";
      if (now && now !== arrived) target.focus({ preventScroll: true });
      arrived = now;
    };

    const press = (event) => {
      const pressed = event.target.closest("[data-press]");
      if (!pressed || !el.contains(pressed) || event.target.closest("a")) return;
      model.send({ press: pressed.dataset.press, value: pressed.dataset.value });
    };

    el.addEventListener("click", press);
    show();
    model.on("change:markup", show);
    return () => {
      el.removeEventListener("click", press);
      model.off("change:markup", show);
    };
  },
};

const marks = (element) => `${element.tagName} ${element.dataset?.press} ${element.dataset?.value}`;

// Changes what is there into what shall be there, and leaves alone what is the same.
function become(old, fresh) {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((now, place) => {
    const was = before[place];
    if (!was) old.append(now);
    else if (was.isEqualNode(now)) return;
    else if (was.nodeType === Node.ELEMENT_NODE && was.nodeName === now.nodeName && was.dataset.key === now.dataset.key) {
      dress(was, now);
      become(was, now);
    } else was.replaceWith(now);
  });
  for (const gone of before.slice(after.length)) gone.remove();
}

function dress(was, now) {
  for (const { name } of [...was.attributes]) {
    // Whether something is unfolded is the reader's affair, and the marks that keys leave are the page's.
    if (name !== "open" && !name.startsWith("data-lm") && !now.hasAttribute(name)) was.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    if (was.getAttribute(name) !== value) was.setAttribute(name, value);
  }
}
