// The team's page: list, read, reply as a teammate, note, assign, snooze, close and open again.
import { Log, Refusal, ask, attempt, by, choices, el, follow, option, say, tell, when } from "./sandbox.js";

const ME = "sandbox.teammate";
const STATES = { open: ["Open", "ok"], snoozed: ["Snoozed", "warn"], closed: ["Closed", ""] };
const log = new Log(by("log"), "team");
let current = location.hash.slice(1);
let people = "";
let refresh = () => {};

async function look() {
  showPeople(await ask("/_/state"));
  showTalks(await ask("/_/conversations"));
  if (current) await lookAt(current);
}

async function lookAt(id) {
  try {
    const conversation = await ask(`/_/conversations/${id}`);
    if (current === id) show(conversation);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
    if (current === id) open("");
  }
}

/** Fill the lists of people; while they are the same, what was chosen in them stays. */
function showPeople(state) {
  by("newcomers").dataset.now = state.settings.new_conversations_team;
  const seen = JSON.stringify([state.admins, state.teams]);
  if (seen !== people) {
    people = seen;
    const teams = state.teams.map((one) => option(one.id, one.name));
    choices(by("newcomers"), [...teams, option("", "Nobody")]);
    const humans = state.admins.filter((one) => !one.is_bot);
    const mine = humans.map((one) => option(one.id, one.name));
    choices(by("me"), mine, localStorage.getItem(ME) ?? humans[0]?.id);
    choices(by("to"), [option("", "Nobody"), ...targets(state)]);
  }
  by("newcomers").value = by("newcomers").dataset.now;
}

function targets(state) {
  const admin = (one) => option(`admin:${one.id}`, one.has_seat ? one.name : `${one.name} (no inbox seat)`, !one.has_seat);
  const group = (label, options) => {
    const made = el("optgroup", { label });
    made.append(...options);
    return made;
  };
  return [
    group("Teams", state.teams.map((one) => option(`team:${one.id}`, one.name))),
    group("Bot agent", state.admins.filter((one) => one.is_bot).map(admin)),
    group("Teammates", state.admins.filter((one) => !one.is_bot).map(admin)),
  ];
}

function showTalks(talks) {
  const wanted = by("show").value;
  const shown = talks.filter((one) => !wanted || one.state === wanted);
  by("none").hidden = shown.length > 0;
  const focused = document.activeElement?.closest?.("#talks button")?.dataset.id;
  by("talks").replaceChildren(...shown.map(line));
  if (focused) by("talks").querySelector(`[data-id="${focused}"]`)?.focus();
}

function line(one) {
  const [state, tone] = STATES[one.state];
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", "data-id": one.id, "aria-current": String(one.id === current), onclick: () => open(one.id) },
      el("span", { class: "line" }, el("b", {}, one.customer), when(one.updated_at)),
      el("span", { class: "preview" }, one.preview),
      el(
        "span",
        { class: "pills" },
        one.state === "open" ? "" : el("span", { class: `pill ${tone}` }, state),
        el("span", { class: "pill" }, one.admin || one.team || "Nobody"),
        one.waits ? el("span", { class: "pill warn" }, "Waits") : "",
      ),
    ),
  );
}

function open(id) {
  current = id;
  history.replaceState(null, "", id ? `#${id}` : location.pathname);
  log.clear();
  by("nothing").hidden = id !== "";
  for (const part of ["head", "log", "writing", "acts"]) by(part).hidden = id === "";
  by("acts").dataset.of = "";
  refresh();
}

function show(conversation) {
  const [state, tone] = STATES[conversation.state];
  by("who").textContent = conversation.customer;
  by("email").textContent = conversation.email;
  by("state").textContent = state;
  by("state").className = `pill ${tone}`;
  by("team").textContent = conversation.team || "None";
  by("teammate").textContent = conversation.admin || "None";
  by("tags").textContent = conversation.tags.join(", ") || "None";
  by("close").disabled = conversation.state === "closed";
  by("snooze").disabled = conversation.state === "snoozed";
  by("reopen").disabled = conversation.state === "open";
  if (by("acts").dataset.of !== conversation.id) {
    by("acts").dataset.of = conversation.id;
    by("to").value = assigned(conversation);
  }
  log.show(conversation.entries);
}

function assigned(conversation) {
  if (conversation.admin_id) return `admin:${conversation.admin_id}`;
  return conversation.team_id ? `team:${conversation.team_id}` : "";
}

async function act(doing, data = {}) {
  const done = await attempt(() => tell(`/_/conversations/${current}/${doing}`, { by: by("me").value, ...data }));
  refresh();
  return done;
}

async function write(doing) {
  const text = by("reply").value.trim();
  if (!text) {
    by("reply").focus();
    return;
  }
  by("reply").value = "";
  if (!(await act(doing, { text })) && by("reply").value === "") by("reply").value = text;
  log.toEnd();
}

by("writing").addEventListener("submit", (event) => {
  event.preventDefault();
  write("reply");
});
by("reply").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) write("reply");
});
by("note").addEventListener("click", () => write("note"));
by("assign").addEventListener("click", () => act("assign", { to: by("to").value }));
by("snooze").addEventListener("click", () => act("snooze", { minutes: Number(by("minutes").value) }));
by("close").addEventListener("click", () => act("close"));
by("reopen").addEventListener("click", () => act("open"));
by("delete").addEventListener("click", async () => {
  if (!confirm("Delete this conversation for good?")) return;
  if (await act("delete")) open("");
});
by("show").addEventListener("change", () => refresh());
by("me").addEventListener("change", () => localStorage.setItem(ME, by("me").value));
by("newcomers").addEventListener("change", async () => {
  const team = by("newcomers").value;
  if (await attempt(() => tell("/_settings", { new_conversations_team: team }))) say("Saved.");
  refresh();
});
window.addEventListener("hashchange", () => {
  if (location.hash.slice(1) !== current) open(location.hash.slice(1));
});
refresh = follow(look);
if (current) open(current);
