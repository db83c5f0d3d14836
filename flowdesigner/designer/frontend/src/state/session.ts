import { keepName, readName } from "../people/name";
import type { DeskRequest, FileReply } from "../protocol/desk";
import type { ExportKind, Reply, Request, Tone } from "../protocol/message";
import { type Model, TRAIT_NAMES, type Traits } from "../protocol/model";
import type { Mend, Operation } from "../protocol/operation";
import type { TrialCommand } from "../protocol/trial";
import { jump } from "../shell/jump";
import { compare } from "../versions/compared";
import { isMade } from "./apply";
import { newsOf, offerOf } from "./desk";
import { contentOf, saveFile } from "./files";
import { randomId } from "./ids";
import { watchKernel } from "./kernel";
import { type Pending, PendingStorage } from "./pending";
import { mayUndo } from "./selectors";
import type { Offer, Toast } from "./state";
import { Store } from "./store";
import { Watch } from "./watch";

export interface SessionOptions {
  local?: Storage | null;
  tab?: Storage | null;
  patience?: number;
}

const TAB_KEY = "flowdesigner.client";
const TOAST_MS = 6000;
const HERE_MS = 250;
const OFFER_MS = 20_000;
/** Jupyter ends the connection over a message of more than 10 MB. */
const MOST_LETTERS = 9_500_000;
/** Requests that Python answers within a moment; going live and publishing may take their time. */
const ANSWERED = new Set<Request["type"]>(["hello", "op", "undo", "redo", "flow", "try"]);
/** Traits that only Python sets: news of them is a sign of life. */
const TOLD = new Set<keyof Traits>(["bot", "account", "catalog"]);

/** Joins the page's store to Python: sends edits, takes replies, keeps what was not acknowledged. */
export class Session {
  readonly store = new Store();
  private readonly client = randomId(8);
  private readonly storage: PendingStorage;
  private readonly watch: Watch;
  private readonly tab: Storage | null;
  private readonly local: Storage | null;
  /** Which hello an edit was sent after: those sent before the latest one and not answered are lost. */
  private readonly sentAfter = new Map<string, number>();
  private readonly replayed = new Set<string>();
  private readonly stops: (() => void)[] = [];
  /** Who waits for files that were sent. */
  private readonly uploads = new Map<string, (reply: FileReply) => void>();
  private hellos = 0;
  private typedSince: number | null = null;
  private edits = 0;
  private toasts = 0;

  constructor(
    private readonly model: Model,
    options: SessionOptions = {},
  ) {
    this.tab = options.tab ?? null;
    this.local = options.local ?? null;
    this.storage = new PendingStorage(options.local ?? null, model.get("bot").name, this.client);
    this.watch = new Watch(() => this.unanswered(), options.patience);
  }

  start(): void {
    for (const name of TRAIT_NAMES) {
      const listener = () => {
        if (TOLD.has(name)) this.watch.answered();
        this.readTraits(name);
      };
      this.readTraits(name);
      this.listen(`change:${name}`, listener);
    }
    const onReply = (reply: Reply) => this.receive(reply);
    this.model.on("msg:custom", onReply);
    this.stops.push(() => this.model.off("msg:custom", onReply));
    this.stops.push(
      watchKernel(this.model, {
        lost: () => this.setConnection("offline"),
        gone: () => this.setConnection("gone"),
        back: () => this.hello(),
      }),
    );
    this.restore();
    this.store.dispatch({ type: "named", name: readName(this.local) });
    this.watchWhere();
    this.hello();
  }

  stop(): void {
    this.watch.stop();
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Somebody begins to type: what others change from now on is asked about when the edit is made. */
  typing(): void {
    this.typedSince ??= this.store.state.log;
  }

  /** Makes an edit: shown at once, sent, kept until Python has it. */
  edit(op: Operation): void {
    const { flow, log } = this.store.state;
    if (!flow) return;
    const pending = {
      id: `${this.client}-${++this.edits}`,
      flow: flow.id,
      op,
      at: Date.now(),
      seen: this.typedSince ?? log,
    };
    this.typedSince = null;
    this.store.dispatch({ type: "edited", pending: [pending] });
    this.keep();
    if (this.store.state.connection === "online") this.sendEdit(pending);
  }

  /** Puts a problem right, or leads to where the author does. */
  mend(op: Mend): void {
    if (op.op !== "show_languages") {
      this.edit(op);
      return;
    }
    const { language: code, block } = op;
    this.store.dispatch({ type: "publishing", publishing: "closed" });
    this.store.dispatch({ type: "desk", desk: { translating: { code, block } } });
    this.store.dispatch({ type: "side", side: "languages" });
  }

  undo(): void {
    if (mayUndo(this.store.state)) this.send({ type: "undo" });
  }

  redo(): void {
    if (this.store.state.canRedo) this.send({ type: "redo" });
  }

  try(command: TrialCommand): void {
    this.send({ type: "try", ...command });
  }

  /** Asks for something beside the document. */
  ask(request: DeskRequest): void {
    this.send(request);
  }

  /** Does what a toast offers. */
  take(offer: Offer): void {
    if ("op" in offer) this.edit(offer.op);
    else this.send(offer.ask);
  }

  /** Has a file kept with the bot; what the block's setting is to hold, or why it is not kept. */
  upload(name: string, content: ArrayBuffer): Promise<FileReply> {
    const id = randomId(8);
    return new Promise((done) => {
      this.uploads.set(id, done);
      this.send({ type: "file", id, name }, [content]);
    });
  }

  publish(note: string, { despite = false, move = false } = {}): void {
    this.store.dispatch({ type: "publishing", publishing: "sent" });
    this.send({ type: "publish", note, despite_failed_tests: despite, move_conversations: move });
  }

  live(what: "go" | "stop"): void {
    this.send({ type: "live", do: what });
  }

  /** Asks for the whole bot as a file; pictures are of the flow on the screen. */
  export(kind: ExportKind, theme: "light" | "dark"): void {
    this.send({ type: "export", kind, flow: this.store.state.flow?.id ?? "", theme });
  }

  /** Makes the draft the bot of a file; undo takes it back. */
  import(text: string): void {
    this.send({ type: "import", text });
  }

  /** Asks where a text stands in the whole bot. */
  find(text: string): void {
    this.send({ type: "find", text, match_case: false });
  }

  /** Makes blocks a flow of their own. */
  extract(blocks: string[], name: string): void {
    this.send({ type: "extract", blocks, name });
  }

  openFlow(id: string): void {
    this.send({ type: "flow", id });
  }

  set<Name extends keyof Traits>(name: Name, value: Traits[Name]): void {
    this.model.set(name, value);
    this.model.save_changes();
    this.readTraits(name);
  }

  /** Says what has happened, and offers an edit with it. */
  toast(tone: Tone, text: string, offer?: Toast["offer"]): void {
    const id = ++this.toasts;
    this.store.dispatch({ type: "toast", id, tone, text, offer });
    setTimeout(() => this.store.dispatch({ type: "dismissed", id }), offer ? OFFER_MS : TOAST_MS);
  }

  /** Asks for the document again; also the way back after an interruption. */
  hello(): void {
    this.hellos += 1;
    for (const id of this.uploads.keys())
      this.uploaded({ type: "file", id, error: "The connection was lost. Add the file again." });
    this.send({ type: "hello", client: this.client });
  }

  private uploaded(reply: FileReply): void {
    this.uploads.get(reply.id)?.(reply);
    this.uploads.delete(reply.id);
  }

  private listen(event: string, listener: () => void): void {
    this.model.on(event, listener);
    this.stops.push(() => this.model.off(event, listener));
  }

  private readTraits(name: keyof Traits): void {
    const value = this.model.get(name);
    if (value !== undefined) this.store.dispatch({ type: "traits", traits: { [name]: value } });
  }

  private restore(): void {
    const pending = this.storage.takeOver(this.tab?.getItem(TAB_KEY) ?? null);
    this.tab?.setItem(TAB_KEY, this.client);
    if (!pending.length) return;
    for (const one of pending) this.replayed.add(one.id);
    this.store.dispatch({ type: "edited", pending });
    this.keep();
  }

  private keep(): void {
    this.storage.save(this.store.state.pending);
  }

  private send(request: Request, buffers?: ArrayBuffer[]): void {
    if ("text" in request && (request.text?.length ?? 0) > MOST_LETTERS) {
      this.toast("error", "This file is too large for the page. Use: flowdesigner import FILE BOT");
      return;
    }
    try {
      this.model.send(request, undefined, buffers);
      if (ANSWERED.has(request.type)) this.watch.expect();
    } catch {
      this.setConnection("gone");
    }
  }

  private sendEdit({ id, op, flow, seen }: Pending, force = false): void {
    this.sentAfter.set(id, this.hellos);
    this.send({ type: "op", id, op, flow, seen: force ? null : (seen ?? null) });
  }

  /** Ends the question which of two edits of one field it shall be. */
  settle(id: string, which: "mine" | "theirs"): void {
    const edit = this.store.state.pending.find((one) => one.id === id);
    this.store.dispatch({ type: "settled", op: id });
    if (which === "theirs") this.store.dispatch({ type: "dropped", ids: [id] });
    else if (edit) this.sendEdit(edit, true);
    this.keep();
  }

  /** What others shall call the person at this page. */
  call(name: string): void {
    keepName(this.local, name);
    this.store.dispatch({ type: "named", name });
  }

  /** Tells the others where this page is, a moment after it has come there. */
  private watchWhere(): void {
    let told = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const { name, selection, flow, connection } = this.store.state;
      const block = selection.length === 1 ? (selection[0] ?? "") : "";
      const now = `${name} ${flow?.id} ${block} ${this.hellos}`;
      if (connection !== "online" || now === told) return;
      told = now;
      this.send({ type: "here", name, block });
    };
    this.stops.push(
      this.store.subscribe(() => {
        clearTimeout(timer);
        timer = setTimeout(tell, HERE_MS);
      }),
    );
    this.stops.push(() => clearTimeout(timer));
  }

  private receive(reply: Reply): void {
    this.watch.answered();
    if (reply.type === "refused") this.explainRefusal(reply.op, reply.message);
    const wasAway = this.store.state.connection !== "online";
    this.store.dispatch({ type: "reply", reply });
    if (reply.type === "document") this.replay();
    else if (wasAway && this.store.state.confirmed) this.setConnection("online");
    if (reply.type === "file") this.uploaded(reply);
    if (reply.type === "notice") this.toast(reply.tone, reply.text);
    if (reply.type === "extracted") {
      this.store.dispatch({ type: "revealed", block: reply.block });
      this.toast("ok", `The flow “${reply.name}” is made. A block that goes there stands in its place.`);
    }
    if (reply.type === "sent_to") {
      if (reply.version === null) jump(this, reply.flow, reply.block);
      else compare(this, { old: reply.version, new: null });
    }
    if (reply.type === "published") this.toast("ok", `Version ${reply.number} is published.`);
    const news = newsOf(reply);
    if (news) this.toast("ok", news, offerOf(reply));
    if (reply.type === "exported") {
      saveFile(reply.name, contentOf(reply));
      this.toast("ok", `${reply.name} is in your downloads.`);
    }
    this.keep();
  }

  /** Sends the edits that were lost on the way, but none that the flow shows to be made. */
  private replay(): void {
    const { pending, confirmed } = this.store.state;
    if (!confirmed) return;
    const lost = pending.filter((one) => (this.sentAfter.get(one.id) ?? 0) < this.hellos);
    const made = lost
      .filter((one) => one.flow === confirmed.id && isMade(confirmed, one.op))
      .map((one) => one.id);
    if (made.length) this.store.dispatch({ type: "dropped", ids: made });
    for (const one of lost) {
      if (made.includes(one.id)) continue;
      this.replayed.add(one.id);
      this.sendEdit(one);
    }
  }

  private explainRefusal(id: string, message: string): void {
    const op = this.store.state.pending.find((one) => one.id === id)?.op;
    if (this.replayed.has(id)) this.toast("error", `A change made earlier could not be repeated. ${message}`);
    else if (op?.op !== "set") this.toast("error", message);
  }

  private unanswered(): void {
    if (this.store.state.connection !== "gone") this.setConnection("offline");
    this.hello();
  }

  private setConnection(connection: "online" | "offline" | "gone"): void {
    const now = this.store.state.connection;
    if (now !== connection && !(now === "gone" && connection === "offline"))
      this.store.dispatch({ type: "connection", connection });
  }
}
