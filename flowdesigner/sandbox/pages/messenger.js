// The customer's page: be a customer, begin a conversation, write, press buttons, see what comes.
import { Log, Refusal, ask, attempt, by, choices, el, follow, option, say, tell, when } from "./sandbox.js";

const KEPT = "sandbox.customer";
const log = new Log(by("log"), "customer");
/** The open conversation's id, "" for one that begins with the next message. */
let current = "";
let known = "";
let refresh = () => {};

const customer = () => by("customer").value;

async function look() {
  const state = await ask("/_/state");
  by("company").textContent = state.workspace;
  showCustomers(state.contacts);
  const asked = customer();
  const talks = await ask(`/_/conversations?contact=${asked}`);
  if (asked !== customer()) return refresh();
  showTalks(talks);
  if (current) await lookAt(current);
}

function showCustomers(contacts) {
  const chosen = customer() || localStorage.getItem(KEPT) || "";
  const seen = JSON.stringify(contacts);
  if (seen === known) return;
  known = seen;
  choices(by("customer"), contacts.map((one) => option(one.id, one.name)), chosen);
}

async function lookAt(id) {
  try {
    const conversation = await ask(`/_/conversations/${id}?as=customer`);
    if (current === id) show(conversation);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
    if (current === id) open("");
    say("The team has removed this conversation.");
  }
}

function showTalks(talks) {
  by("none").hidden = talks.length > 0;
  by("talks").replaceChildren(
    ...talks.map((one) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", "aria-current": String(one.id === current), onclick: () => open(one.id) },
          el("span", { class: "line" }, el("b", {}, one.preview || "Conversation"), when(one.updated_at)),
          el("span", { class: "preview" }, one.state === "closed" ? "Closed" : "Open"),
        ),
      ),
    ),
  );
}

/** Show a conversation: an id, or "" for a new one. */
function open(id) {
  current = id;
  log.clear();
  showOffered([]);
  by("ended").hidden = true;
  by("whom").textContent = "Write to us, we are here to help.";
  by("fresh").hidden = id !== "";
  by("log").hidden = id === "";
  by("message").focus();
  refresh();
}

function show(conversation) {
  log.show(conversation.entries);
  showOffered(conversation.buttons);
  const others = conversation.entries.filter((entry) => entry.kind === "message" && entry.by === "team");
  by("whom").textContent = others.length > 0 ? `You are talking to ${others.at(-1).name}.` : "Nobody has answered yet.";
  by("ended").hidden = conversation.state !== "closed";
  showRating(conversation.rating);
}

function showOffered(buttons) {
  const shown = buttons.map((one) => one.uuid).join();
  const offered = by("offered");
  if (offered.dataset.shown === shown) return;
  offered.dataset.shown = shown;
  offered.hidden = buttons.length === 0;
  offered.replaceChildren(
    ...buttons.map((one) => el("button", { type: "button", onclick: () => press(one.uuid) }, one.text)),
  );
  log.toEnd();
}

function showRating(rating) {
  by("rating").replaceChildren(
    ...[1, 2, 3, 4, 5].map((number) =>
      el(
        "button",
        { type: "button", "aria-pressed": String(rating === number), "aria-label": `${number} of 5`, onclick: () => rate(number) },
        String(number),
      ),
    ),
  );
}

async function press(uuid) {
  for (const button of by("offered").children) button.disabled = true;
  const done = await attempt(() => tell(`/_/conversations/${current}/press`, { uuid }));
  for (const button of by("offered").children) button.disabled = false;
  if (done) by("message").focus();
  refresh();
}

async function rate(rating) {
  if (await attempt(() => tell(`/_/conversations/${current}/rate`, { rating }))) say("Thank you for the rating.");
  refresh();
}

async function send() {
  const text = by("message").value.trim();
  if (!text) return;
  const into = current;
  by("message").value = "";
  const sent = await attempt(async () => {
    if (into) return tell(`/_/conversations/${into}/say`, { text });
    const made = await tell("/_/start", { contact: customer(), text });
    if (current === "") open(made.id);
  });
  if (!sent && by("message").value === "") by("message").value = text;
  log.toEnd();
  refresh();
}

by("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
by("message").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
by("start").addEventListener("click", () => open(""));
by("customer").addEventListener("change", () => {
  localStorage.setItem(KEPT, customer());
  open("");
  by("customer").focus();
});
by("newcomer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = { name: by("name").value, email: by("email").value };
  await attempt(async () => {
    const made = await tell("/_/contacts", data);
    const state = await ask("/_/state");
    showCustomers(state.contacts);
    by("customer").value = made.id;
    localStorage.setItem(KEPT, made.id);
    by("newcomer").reset();
    by("newcomer").parentElement.open = false;
    open("");
  });
});
refresh = follow(look);
