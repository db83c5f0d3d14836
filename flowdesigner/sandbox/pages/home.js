// The settings of the sandbox, what it sent, and faults on request.
import { ask, attempt, by, choices, el, follow, option, say, tell, when } from "./sandbox.js";

const TEXTS = ["webhook", "client_secret", "token", "new_conversations_team", "notification_version"];
const TONES = { delivered: "ok", waiting: "warn", dropped: "bad", lost: "bad" };
let filled = {};
let seen = "";

async function look() {
  const state = await ask("/_/state");
  by("workspace").textContent = state.workspace;
  by("api").textContent = location.origin;
  by("app").textContent = state.app_id;
  const agent = state.admins.find((one) => one.is_bot);
  by("bot-agent").textContent = agent ? `${agent.name} (${agent.id})` : "";
  by("bot-team").textContent = state.teams[0] ? `${state.teams[0].name} (${state.teams[0].id})` : "";
  fill(state);
  showSent(state.deliveries, state.settings.webhook);
  showFaults((await ask("/_faults")).faults);
}

/** Into the form what was set since, but never over what somebody is typing. */
function fill(state) {
  const known = JSON.stringify([state.teams, state.versions]);
  if (known !== seen) fillChoices(state);
  seen = known;
  for (const name of TEXTS) if (state.settings[name] !== filled[name]) by(name).value = state.settings[name];
  const { assigned_afterwards } = state.settings;
  if (assigned_afterwards !== filled.assigned_afterwards) by("assigned_afterwards").checked = assigned_afterwards;
  filled = state.settings;
}

function fillChoices(state) {
  choices(by("new_conversations_team"), [...state.teams.map((one) => option(one.id, one.name)), option("", "Nobody")]);
  choices(by("notification_version"), state.versions.map((one) => option(one, one)));
}

function showSent(deliveries, webhook) {
  by("unsent").textContent = webhook
    ? "Nothing yet. Write something in the messenger, or send a test."
    : "Notifications go nowhere yet. Enter above where to send them.";
  by("unsent").hidden = deliveries.length > 0;
  by("sent").hidden = deliveries.length === 0;
  by("rows").replaceChildren(
    ...deliveries.map((one) =>
      el(
        "tr",
        {},
        el("td", {}, when(one.created_at)),
        el("td", {}, one.topic),
        el("td", {}, one.customer ? el("a", { href: `/inbox#${one.conversation}` }, one.customer) : one.conversation),
        el("td", { class: "number" }, String(one.attempts)),
        el("td", {}, el("span", { class: `pill ${TONES[one.outcome]}` }, one.outcome), " ", one.said),
      ),
    ),
  );
}

function showFaults(faults) {
  const named = (kind) => by("kind").querySelector(`[value="${kind}"]`).textContent;
  const often = (times) => (times === 0 ? "always" : times === 1 ? "once" : `${times} times`);
  const told = faults.map((one) => `${named(one.kind)}: ${often(one.times)}.`);
  const shown = told.length > 0 ? told.join(" ") : "Nothing is going to go wrong.";
  // Written only when it is another, else a screen reader says it at every change elsewhere.
  if (by("coming").textContent !== shown) by("coming").textContent = shown;
  by("clear").disabled = told.length === 0;
}

function showLength() {
  by("how-long").hidden = !["late", "slow"].includes(by("kind").value);
}

function save() {
  const changed = Object.fromEntries(TEXTS.map((name) => [name, by(name).value]));
  changed.assigned_afterwards = by("assigned_afterwards").checked;
  return tell("/_settings", changed);
}

by("settings").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await attempt(save)) say("Saved.");
});
by("ping").addEventListener("click", async () => {
  // What stands in the form is what one wants to see tested.
  if (await attempt(() => save().then(() => tell("/_/ping")))) say("Sent; what came of it shows below.");
});
by("kind").addEventListener("change", showLength);
showLength();
by("fault").addEventListener("submit", async (event) => {
  event.preventDefault();
  const fault = { kind: by("kind").value, times: Number(by("times").value), seconds: Number(by("seconds").value) };
  await attempt(async () => showFaults((await tell("/_faults", fault)).faults));
});
by("clear").addEventListener("click", () => attempt(async () => showFaults((await tell("/_faults", {}, "DELETE")).faults)));
follow(look);
