// What all pages of the sandbox share: asking it and telling it, hearing of changes, and drawing a conversation.

/** An element with attributes and children; a property that begins with `on` is a listener. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

export const by = (id) => document.getElementById(id);

/** What the sandbox answers; an Error with its words when it refuses. */
export async function ask(path, options = {}) {
  const answer = await fetch(path, options);
  const data = await answer.json().catch(() => ({}));
  const [why] = data.errors ?? [{ message: `The sandbox answered ${answer.status}.` }];
  if (!answer.ok) throw new Refusal(why.message, answer.status, why.field);
  return data;
}

export class Refusal extends Error {
  constructor(message, status, field = "") {
    super(message);
    this.status = status;
    this.field = field;
  }
}

export const tell = (path, data = {}, method = "POST") =>
  ask(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });

/** Do something that may be refused, and say why it was; true when it went well. */
export async function attempt(action) {
  for (const fault of document.querySelectorAll(".fault")) blame(fault.dataset.of, "");
  try {
    await action();
    return true;
  } catch (error) {
    say(error instanceof Refusal ? error.message : "The sandbox does not answer. Is it still running?", "bad");
    if (error instanceof Refusal && error.field) blame(error.field, error.message);
    return false;
  }
}

/** Say at a field what is wrong with it; "" when nothing is. */
function blame(id, message) {
  const input = document.querySelector(`.field #${CSS.escape(id)}`);
  if (!input) return;
  input.parentElement.querySelector(".fault")?.remove();
  input.removeAttribute("aria-invalid");
  if (!message) return;
  input.setAttribute("aria-invalid", "true");
  input.after(el("p", { class: "fault", "data-of": id, id: `${id}-fault` }, message));
  input.focus();
}

let saying = 0;

/** A short message at the foot of the page, which screen readers speak. */
export function say(text, tone = "") {
  const said = by("said");
  said.textContent = text;
  said.className = `said ${tone}`;
  clearTimeout(saying);
  saying = setTimeout(() => said.replaceChildren(), 6000);
}

/** Calls `look` at once and whenever something has changed; one at a time, and never on an old state last. */
export function follow(look) {
  let busy = false;
  let again = false;
  const refresh = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      await look().catch((error) => {
        if (error instanceof Refusal) say(error.message, "bad");
      });
    } while (again);
    busy = false;
  };
  const connect = () => {
    const events = new EventSource("/_/events");
    events.onopen = () => {
      by("offline").hidden = true;
    };
    events.onmessage = refresh;
    events.onerror = () => {
      by("offline").hidden = false;
      // A browser gives up on its own after some answers; a sandbox that was started again must be found.
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
    };
  };
  connect();
  refresh();
  return refresh;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** A time as people say it: the hour today, the day before. */
export function when(seconds) {
  const date = new Date(seconds * 1000);
  const text = date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
  return el("time", { datetime: date.toISOString(), title: date.toLocaleString() }, text);
}

/** Draws what is new in a conversation at its end, so that a screen reader speaks that only. */
export class Log {
  constructor(node, mine) {
    this.node = node;
    this.mine = mine;
    this.shown = new Set();
    this.last = "";
  }

  clear() {
    this.node.replaceChildren();
    this.shown.clear();
    this.last = "";
  }

  show(entries) {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    const atEnd = scrollHeight - scrollTop - clientHeight < 80;
    const fresh = entries.filter((entry) => !this.shown.has(`${entry.id} ${entry.kind}`));
    for (const entry of fresh) {
      this.shown.add(`${entry.id} ${entry.kind}`);
      this.node.append(this.draw(entry));
    }
    if (fresh.length > 0 && atEnd) this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  draw(entry) {
    if (entry.kind === "event") {
      this.last = "";
      return el("div", { class: "event" }, entry.text, " ", when(entry.at));
    }
    const mine = entry.by === this.mine && entry.kind !== "note";
    const node = el("div", { class: `message ${mine ? "mine" : ""} ${entry.kind}` }, this.who(entry), this.words(entry));
    return node;
  }

  who(entry) {
    const name = entry.kind === "note" ? `${entry.name}, note for the team` : entry.name;
    const is_same = this.last === name;
    this.last = name;
    return is_same ? "" : el("div", { class: "who" }, name, " ", when(entry.at));
  }

  words(entry) {
    if (entry.kind === "buttons") {
      return el("div", { class: "chips", role: "group", "aria-label": "Offered" }, ...entry.options.map((one) => el("span", {}, one)));
    }
    const bubble = el("div", { class: "bubble" });
    // Made safe by the sandbox before it was kept; the page's own rules let nothing run either.
    bubble.innerHTML = entry.html;
    for (const file of entry.files) bubble.append(this.file(file));
    for (const link of bubble.querySelectorAll("a")) link.target = "_blank";
    for (const picture of bubble.querySelectorAll("img:not([alt])")) picture.alt = "Picture";
    return bubble;
  }

  file(file) {
    if (!file.is_image) return el("a", { href: file.url, rel: "noopener noreferrer" }, file.name);
    return el("img", { src: file.url, alt: file.name || "Picture", onload: () => this.toEnd() });
  }
}

/** Fill a list of choices; what was chosen stays chosen while it is there. */
export function choices(select, options, chosen = select.value) {
  select.replaceChildren(...options);
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}

export const option = (value, text, disabled = false) => el("option", { value, disabled }, text);

const THEMES = { auto: "light", light: "dark", dark: "auto" };

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  by("theme").setAttribute("aria-label", `Theme: ${theme}`);
  by("theme").title = `Theme: ${theme}`;
}

by("theme").addEventListener("click", () => {
  const theme = THEMES[localStorage.getItem("sandbox.theme") ?? "auto"] ?? "auto";
  localStorage.setItem("sandbox.theme", theme);
  setTheme(theme);
});
setTheme(localStorage.getItem("sandbox.theme") ?? "auto");
