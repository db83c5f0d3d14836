// Intercom's own client against the sandbox: the calls that bots and teams make, and the errors that it knows.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Intercom, IntercomClient, IntercomError } from "intercom-client";

const baseUrl = process.env.SANDBOX_URL;
const client = new IntercomClient({ token: process.env.SANDBOX_TOKEN, baseUrl, maxRetries: 0 });
const BOT = "7400001";
const PEOPLE = "6100006";

async function customer(email) {
  const query = { field: "email", operator: "=", value: email };
  const found = await client.contacts.search({ query });
  return found.data[0] ?? (await client.contacts.create({ role: "user", email, name: email.split("@")[0] }));
}

async function conversation(text = "Hello") {
  const contact = await customer("mia.novak@example.com");
  const message = await client.conversations.create({ from: { type: "user", id: contact.id }, body: text });
  return message.conversation_id;
}

const manage = (id, body) => client.conversations.manage({ conversation_id: id, body });
const find = (id) => client.conversations.find({ conversation_id: id });

async function fault(kind, where) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ kind, where });
  assert.equal((await fetch(`${baseUrl}/_faults`, { method: "POST", headers, body })).status, 200);
}

test("identify", async () => {
  const me = await client.admins.identify();
  assert.equal(me.type, "admin");
  assert.ok(me.app.id_code);
});

test("admins", async () => {
  const { admins } = await client.admins.list();
  assert.ok(admins.some((admin) => admin.id === BOT));
  assert.equal((await client.admins.find({ admin_id: Number(BOT) })).id, BOT);
});

test("teams", async () => {
  const { teams } = await client.teams.list();
  assert.ok(teams.some((team) => team.id === PEOPLE));
  assert.equal((await client.teams.find({ team_id: PEOPLE })).id, PEOPLE);
});

test("contacts", async () => {
  const made = await client.contacts.create({ role: "lead", name: "Ann Lee", email: "ann@example.com" });
  assert.equal(made.role, "lead");
  const changed = await client.contacts.update({ contact_id: made.id, name: "Ann Lee-Holm" });
  assert.equal(changed.name, "Ann Lee-Holm");
  assert.equal((await client.contacts.find({ contact_id: made.id })).name, "Ann Lee-Holm");
  assert.equal((await customer("ann@example.com")).id, made.id);
});

test("conversation: create and find", async () => {
  const found = await find(await conversation("Where is my <order>?"));
  assert.equal(found.state, "open");
  assert.match(found.source.body, /Where is my &lt;order&gt;\?/);
});

test("conversation: search with pages", async () => {
  const ids = [];
  for (let number = 0; number < 5; number += 1) ids.push(await conversation(`page ${number}`));
  const query = { field: "created_at", operator: ">", value: "0" };
  const seen = [];
  let pages = 0;
  let page = await client.conversations.search({ query, pagination: { per_page: 2 } });
  for (;;) {
    pages += 1;
    assert.ok(page.data.length <= 2);
    seen.push(...page.data.map((one) => one.id));
    if (!page.hasNextPage()) break;
    page = await page.getNextPage();
  }
  assert.ok(pages >= 3);
  assert.equal(new Set(seen).size, seen.length, "a conversation stood on two pages");
  for (const id of ids) assert.ok(seen.includes(id), `${id} was on no page`);
});

test("conversation: reply and note", async () => {
  const id = await conversation();
  const body = { message_type: "comment", type: "admin", admin_id: BOT, body: "Hi <b>Mia</b>" };
  const answered = await client.conversations.reply({ conversation_id: id, body });
  assert.equal(answered.conversation_parts.conversation_parts.at(-1).part_type, "comment");
  await client.conversations.reply({ conversation_id: id, body: { ...body, message_type: "note", body: "For us" } });
  const kinds = (await find(id)).conversation_parts.conversation_parts.map((part) => part.part_type);
  assert.deepEqual(kinds, ["comment", "note"]);
});

test("conversation: quick reply", async () => {
  const id = await conversation();
  const reply_options = ["Yes", "No"].map((text) => ({ text, uuid: randomUUID() }));
  const body = { message_type: "quick_reply", type: "admin", admin_id: BOT, reply_options };
  const answered = await client.conversations.reply({ conversation_id: id, body });
  assert.equal(answered.conversation_parts.conversation_parts.at(-1).part_type, "quick_reply");
});

test("conversation: assign, snooze, open, close", async () => {
  const id = await conversation();
  await manage(id, { message_type: "assignment", type: "team", admin_id: BOT, assignee_id: PEOPLE });
  assert.equal(String((await find(id)).team_assignee_id), PEOPLE);
  const until = Math.floor(Date.now() / 1000) + 3600;
  await manage(id, { message_type: "snoozed", admin_id: BOT, snoozed_until: until });
  assert.equal((await find(id)).state, "snoozed");
  await manage(id, { message_type: "open", admin_id: BOT });
  assert.equal((await find(id)).state, "open");
  await manage(id, { message_type: "close", type: "admin", admin_id: BOT, body: "Solved" });
  const closed = await find(id);
  assert.equal(closed.state, "closed");
  assert.equal(closed.open, false);
});

test("tags", async () => {
  const tag = await client.tags.create({ name: "bot" });
  assert.ok((await client.tags.list()).data.some((one) => one.id === tag.id));
  const id = await conversation();
  await client.tags.tagConversation({ conversation_id: id, id: tag.id, admin_id: BOT });
  assert.deepEqual((await find(id)).tags.tags.map((one) => one.name), ["bot"]);
  await client.tags.untagConversation({ conversation_id: id, tag_id: tag.id, admin_id: BOT });
  assert.deepEqual((await find(id)).tags.tags, []);
});

test("errors: unauthorized", async () => {
  const stranger = new IntercomClient({ token: "wrong", baseUrl, maxRetries: 0 });
  await assert.rejects(stranger.admins.list(), Intercom.UnauthorizedError);
});

test("errors: not found", async () => {
  await assert.rejects(find("999999999999"), Intercom.NotFoundError);
});

test("errors: Intercom's own fault, and another try", async () => {
  const id = await conversation();
  await fault("failed", "GET /conversations/*");
  await assert.rejects(find(id), (error) => error instanceof IntercomError && error.statusCode === 500);
  const patient = new IntercomClient({ token: process.env.SANDBOX_TOKEN, baseUrl, maxRetries: 2 });
  await fault("failed", "GET /conversations/*");
  assert.equal((await patient.conversations.find({ conversation_id: id })).id, id);
});

// The last one: after a 429 all calls are refused until the window ends.
test("errors: too many requests", async () => {
  await fault("rate_limited", "GET /conversations");
  const refused = (error) => error instanceof IntercomError && error.statusCode === 429;
  await assert.rejects(client.conversations.list(), refused);
  await assert.rejects(client.admins.list(), refused);
});
