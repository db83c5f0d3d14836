import { useState } from "react";
import { Icon } from "../icons/Icon";
import type { KeptChat } from "../protocol/chats";
import { LineDiff } from "./LineDiff";
import { STATES } from "./words";

interface Props {
  test: KeptChat;
  onAccept: () => void;
  onTry: () => void;
  onEdit: () => void;
  onRemove: () => void;
}

/** One test: how it stands, why, and what can be done with it. Those that do not pass show it unasked. */
export function ChatRow({ test, onAccept, onTry, onEdit, onRemove }: Props) {
  const { title, file, state } = test;
  const [choice, setChoice] = useState<boolean | null>(null);
  const isOpen = choice ?? state !== "passed";
  const { word, sign, tone } = STATES[state];
  return (
    <li className="fd-test" data-state={state}>
      <button
        type="button"
        className="fd-test-head"
        aria-expanded={isOpen}
        onClick={() => setChoice(!isOpen)}
      >
        <span className="fd-sign" data-tone={tone} aria-hidden="true">
          {sign}
        </span>
        <span className="fd-test-title">
          {title}
          <small>
            <b data-tone={tone}>{word}</b> · {file.replace(/^chats\//, "")}
          </small>
        </span>
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <div className="fd-test-body">
          {state !== "passed" && <LineDiff test={test} />}
          <fieldset className="fd-test-acts" aria-label={title}>
            {state === "failed" && (
              <button type="button" className="fd-button fd-small" onClick={onAccept}>
                <Icon name="check" />
                Accept the new answer
              </button>
            )}
            {state !== "broken" && (
              <button type="button" className="fd-button fd-small" onClick={onTry}>
                Open in Try it
              </button>
            )}
            <button type="button" className="fd-button fd-small" onClick={onEdit}>
              Edit
            </button>
            <button type="button" className="fd-button fd-small fd-ghost fd-danger" onClick={onRemove}>
              Remove
            </button>
          </fieldset>
        </div>
      )}
    </li>
  );
}
