import { type SubmitEvent, useState } from "react";
import { Icon } from "../icons/Icon";
import type { Trial } from "../protocol/trial";
import { Popover } from "../shell/Popover";
import { useSession } from "../state/context";

/** Lets the next call of the bot fail, answers the next call to an API, or makes calls for real. */
export function NextCall({ trial }: { trial: Trial | null }) {
  return (
    <Popover
      label="Next call"
      button={
        <>
          <Icon name="plug" />
          Next call
        </>
      }
    >
      {(close) => <Outcome trial={trial} close={close} />}
    </Popover>
  );
}

function Outcome({ trial, close }: { trial: Trial | null; close: () => void }) {
  const session = useSession();
  const [reason, setReason] = useState("");
  const [status, setStatus] = useState("404");
  const [body, setBody] = useState("");
  const isReal = trial?.calls === "real";
  const fail = (event: SubmitEvent) => {
    event.preventDefault();
    session.try({ do: "fail_next", text: reason });
    close();
  };
  const answer = (event: SubmitEvent) => {
    event.preventDefault();
    session.try({ do: "answer_next", text: `${status} ${body}`.trim() });
    close();
  };
  return (
    <>
      <form className="fd-popover-form" onSubmit={fail}>
        <label className="fd-label" htmlFor="fd-fail-reason">
          The next call fails
        </label>
        <span className="fd-row">
          <input
            id="fd-fail-reason"
            className="fd-input"
            placeholder="Intercom does not answer"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <button type="submit" className="fd-button fd-small">
            Let it fail
          </button>
        </span>
      </form>
      <form className="fd-popover-form" onSubmit={answer}>
        <span className="fd-label">The next call to an API is answered</span>
        <span className="fd-row">
          <input
            className="fd-input fd-status"
            aria-label="Status of the answer"
            inputMode="numeric"
            pattern="[2-5][0-9][0-9]"
            title="A number from 200 to 599"
            required
            value={status}
            onChange={(event) => setStatus(event.target.value)}
          />
          <input
            className="fd-input"
            aria-label="Body of the answer"
            placeholder={'{"order": {"status": "sent"}}'}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
          <button type="submit" className="fd-button fd-small">
            Set answer
          </button>
        </span>
      </form>
      <label className="fd-popover-form fd-check">
        <input
          type="checkbox"
          checked={isReal}
          onChange={() => session.try({ do: "calls", text: isReal ? "example" : "real" })}
        />
        Make calls to APIs for real
      </label>
    </>
  );
}
