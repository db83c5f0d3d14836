import { type SubmitEvent, useState } from "react";
import { Icon } from "../icons/Icon";
import type { Trial } from "../protocol/trial";
import { Popover } from "../shell/Popover";
import { useSession } from "../state/context";

/** Keeps the conversation as a test, with the answers that are shown now. */
export function KeepTest({ trial }: { trial: Trial | null }) {
  return (
    <Popover
      label="Keep as test"
      disabled={!trial?.lines.length}
      button={
        <>
          <Icon name="check" />
          Keep as test
        </>
      }
    >
      {(close) => <Title close={close} />}
    </Popover>
  );
}

function Title({ close }: { close: () => void }) {
  const session = useSession();
  const [title, setTitle] = useState("");
  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    session.try({ do: "keep", text: title.trim() });
    close();
  };
  return (
    <form className="fd-popover-form" onSubmit={keep}>
      <label className="fd-label" htmlFor="fd-keep-title">
        Name of the test
      </label>
      <input
        id="fd-keep-title"
        className="fd-input"
        maxLength={80}
        placeholder="Where are my invoices"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <p className="fd-hint">It passes as long as the bot answers as it does now.</p>
      <button type="submit" className="fd-button fd-small fd-primary">
        Keep
      </button>
    </form>
  );
}
