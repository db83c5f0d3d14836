import { type SubmitEvent, useEffect, useRef, useState } from "react";
import type { KeptChat } from "../protocol/chats";
import { Modal } from "../shell/Modal";
import { useDesigner, useSession } from "../state/context";
import { LineHelp } from "./LineHelp";
import { NumberedText, selectLine } from "./NumberedText";
import { freeName } from "./naming";

const FRESH = "# What this test shows\n\ncustomer: Hello\n";
const TEXT = "fd-chat-text";
const COMPLAINT = "fd-chat-complaint";

/** Changes the text of a test by hand, or writes a new one. */
export function ChatEditor({ test, onClose }: { test: KeptChat | null; onClose: () => void }) {
  const session = useSession();
  const tests = useDesigner((state) => state.desk.tests);
  const refused = useDesigner((state) => state.desk.testRefused);
  const before = test?.text ?? FRESH;
  const [text, setText] = useState(before);
  const [isWarned, setWarned] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  /** What was on the desk when it was saved: another one is the answer. */
  const saved = useRef<typeof tests>(null);

  useEffect(() => {
    session.store.dispatch({ type: "desk", desk: { testRefused: null } });
    if (test?.line && field.current) selectLine(field.current, test.line);
  }, [session, test]);
  useEffect(() => {
    if (saved.current && tests !== saved.current) onClose();
  }, [tests, onClose]);
  useEffect(() => {
    if (!refused) return;
    saved.current = null;
    if (refused.line && field.current) selectLine(field.current, refused.line);
  }, [refused]);

  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const name = test?.name ?? freeName(text, tests?.tests.map((one) => one.name) ?? []);
    saved.current = tests;
    session.ask({ type: "tests", do: "save", name, text });
  };
  const mayClose = () => {
    if (text === before || isWarned) return true;
    setWarned(true);
    return false;
  };
  const complaint = refused ?? (test?.state === "broken" && text === before ? test : null);
  const line = refused ? refused.line : text === before ? (test?.line ?? null) : null;
  return (
    <Modal
      title={test ? `Edit “${test.title}”` : "Write a test"}
      className="fd-chat-editor"
      onClose={onClose}
      mayClose={mayClose}
    >
      <form onSubmit={save}>
        <p className="fd-lead">
          What is done, and what the bot answers, line by line. Leave the answers out and accept them
          afterwards, if you like.
        </p>
        <label className="fd-label" htmlFor={TEXT}>
          {test ? test.file : "The conversation"}
        </label>
        <NumberedText
          id={TEXT}
          field={field}
          text={text}
          onChange={setText}
          marked={line}
          isBad={complaint !== null}
          describedBy={complaint ? COMPLAINT : undefined}
        />
        <div role="alert">
          {complaint && (
            <p id={COMPLAINT} className="fd-complaint">
              {complaint.line !== null && <b>Line {complaint.line}: </b>}
              {complaint.message}
            </p>
          )}
          {isWarned && (
            <p className="fd-complaint">Your changes are not saved. Press Escape again to leave them.</p>
          )}
        </div>
        <LineHelp />
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={onClose}>
            {text === before ? "Cancel" : "Leave without saving"}
          </button>
          <button type="submit" className="fd-button fd-primary">
            Save and run
          </button>
        </div>
      </form>
    </Modal>
  );
}
