// The settings of the sandbox, what it sent, and faults on request.
import { ask, attempt, by, choices, el, follow, option, say, tell, when } from "./sandbox.js";

const TEXTS = ["webhook", "client_secret", "token", "new_conversations_team", "notification_version"];
const TONES = { delivered: "ok", waiting: "warn", dropped: "bad", lost: "bad" };
let filled = "";

async function look() {
  const state = await ask("/_/state");
  by("workspace").textContent = state.workspace;
  by("api").textContent = location.origin;
  by("app").textContent = state.app_id;
  const agent = state.admins.find((one) => one.is_bot);
  by("bot-agent").textContent = agent ? `${agent.name} (${agent.id})` : "";
  by("bot-team").textContent = state.teams[0] ? `${state.teams[0].name} (${state.teams[0].id})` : "";
  fill(state);
  showSent(state.deliveries);
  showFaults((await ask("/_faults")).faults);
}

/** Into the form what is set, but never over what somebody is typing. */
function fill(state) {
  const set = JSON.stringify(state.settings);
  if (set === filled) return;
  filled = set;
  choices(by("new_conversations_team"), [...state.teams.map((one) => option(one.id, one.name)), option("", "Nobody")]);
  choices(by("notification_version"), state.versions.map((one) => option(one, one)));
  for (const name of TEXTS) by(name).value = state.settings[name];
  by("assigned_afterwards").checked = state.settings.assigned_afterwards;
}

function showSent(deliveries) {
  by("unsent").hidden = deliveries.length > 0;
  by("sent").hidden = deliveries.length === 0;
  by("rows").replaceChildren(
    ...deliveries.map((one) =>
      el(
        "tr",
        {},
        el("td", {}, when(one.created_at)),
        el("td", {}, one.topic),
        el("td", {}, one.conversation),
        el("td", {}, String(one.attempts)),
        el("td", {}, el("span", { class: `pill ${TONES[one.outcome]}` }, one.outcome), " ", one.said),
      ),
    ),
  );
}

function showFaults(faults) {
  const told = faults.map((one) => `${one.kind.replace("_", " ")}, ${one.times === 0 ? "always" : `${one.times} more`}`);
  by("coming").textContent = told.length > 0 ? `To come: ${told.join("; ")}.` : "Nothing is going to go wrong.";
}

by("settings").addEventListener("submit", async (event) => {
  event.preventDefault();
  const changed = Object.fromEntries(TEXTS.map((name) => [name, by(name).value]));
  changed.assigned_afterwards = by("assigned_afterwards").checked;
  if (await attempt(() => tell("/_settings", changed))) say("Saved.");
});
by("ping").addEventListener("click", async () => {
  if (await attempt(() => tell("/_/ping"))) say("Sent; what became of it shows below.");
});
by("fault").addEventListener("submit", async (event) => {
  event.preventDefault();
  const fault = { kind: by("kind").value, times: Number(by("times").value), seconds: Number(by("seconds").value) };
  await attempt(async () => showFaults((await tell("/_faults", fault)).faults));
});
by("clear").addEventListener("click", () => attempt(async () => showFaults((await tell("/_faults", {}, "DELETE")).faults)));
follow(look);
