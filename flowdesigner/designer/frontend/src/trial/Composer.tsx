import { type SubmitEvent, useState } from "react";
import type { Trial } from "../protocol/trial";
import { useSession } from "../state/context";
import { unanswered } from "./channels";

interface Props {
  trial: Trial | null;
  isOnline: boolean;
  isTeammate: boolean;
}

/** What the customer, or the teammate, writes next. */
export function Composer({ trial, isOnline, isTeammate }: Props) {
  const session = useSession();
  const [text, setText] = useState("");
  const label = isTeammate ? "Write as the teammate" : "Write as the customer";
  const isTheirs = trial?.status === "handed_over";
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    session.try({ do: isTeammate ? "reply" : "say", text: text.trim() });
    setText("");
  };
  return (
    <>
      {isTeammate && (
        <div className="fd-side-foot fd-teammate">
          <span className="fd-grow">
            {isTheirs ? "The teammate has the conversation." : "The bot has the conversation."}
          </span>
          <button
            type="button"
            className={`fd-button fd-small ${trial?.away ? "fd-on" : ""}`}
            aria-pressed={trial?.away ?? false}
            title="All teammates are away: what looks for people finds nobody"
            onClick={() => session.try({ do: "people", text: trial?.away ? "there" : "away" })}
          >
            Nobody is there
          </button>
          {isTheirs ? (
            <button
              type="button"
              className="fd-button fd-small"
              onClick={() => session.try({ do: "give_back", text: unanswered(trial) })}
            >
              Give back to the bot
            </button>
          ) : (
            <button
              type="button"
              className="fd-button fd-small"
              onClick={() => session.try({ do: "take_over" })}
            >
              Take over
            </button>
          )}
        </div>
      )}
      <form className="fd-side-foot" onSubmit={send}>
        <input
          className="fd-input"
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="fd-button fd-primary" disabled={!isOnline}>
          Send
        </button>
      </form>
    </>
  );
}
