import { type SubmitEvent, useState } from "react";
import { useSession } from "../state/context";

/** What the customer writes next. */
export function Composer({ isOnline }: { isOnline: boolean }) {
  const session = useSession();
  const [text, setText] = useState("");
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    session.try({ do: "say", text: text.trim() });
    setText("");
  };
  return (
    <form className="fd-side-foot" onSubmit={send}>
      <input
        className="fd-input"
        aria-label="Write as the customer"
        placeholder="Write as the customer"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="fd-button fd-primary" disabled={!isOnline}>
        Send
      </button>
    </form>
  );
}
