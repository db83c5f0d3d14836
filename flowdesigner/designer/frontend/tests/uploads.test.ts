import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import { sizeInWords } from "../src/form/FilesField";
import { Session } from "../src/state/session";

describe("files on their way to Python", () => {
  let model: FakeModel;
  let session: Session;

  beforeEach(() => {
    vi.useFakeTimers();
    model = new FakeModel(sampleFlow());
    session = new Session(model);
    session.start();
    vi.advanceTimersByTime(100);
  });
  afterEach(() => {
    session.stop();
    vi.useRealTimers();
  });

  function asked(): string {
    const request = model.sent.findLast((one) => one.type === "file");
    return request?.type === "file" ? request.id : "";
  }

  it("hands over what Python keeps", async () => {
    const sent = session.upload("a.pdf", new ArrayBuffer(3));
    const file = { name: "a.pdf", content_type: "application/pdf", size: 3, sha256: "0".repeat(64) };
    model.receive({ type: "file", id: asked(), file });
    expect(await sent).toMatchObject({ file });
  });

  it("says why a file is not kept", async () => {
    const sent = session.upload("a.pdf", new ArrayBuffer(0));
    model.receive({ type: "file", id: "of another page", error: "not meant" });
    model.receive({ type: "file", id: asked(), error: "“a.pdf” is empty." });
    expect(await sent).toMatchObject({ error: "“a.pdf” is empty." });
  });

  it("does not wait for ever when the connection is lost", async () => {
    const sent = session.upload("a.pdf", new ArrayBuffer(3));
    session.hello();
    expect(await sent).toMatchObject({ error: "The connection was lost. Add the file again." });
  });

  it("does not send a bot that would end the connection", () => {
    session.import("x".repeat(10_000_000));
    expect(model.sent.some((one) => one.type === "import")).toBe(false);
    expect(session.store.state.toasts.at(-1)?.text).toContain("flowdesigner import");
  });

  it("says sizes in words", () => {
    expect([820, 1536, 5 * 1024 * 1024].map(sizeInWords)).toEqual(["820 bytes", "1.5 KB", "5 MB"]);
  });
});
