import { useEffect, useState } from "react";
import { Icon } from "../icons/Icon";
import { useDesigner, useSession } from "../state/context";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { KeepTest } from "./KeepTest";
import { NextCall } from "./NextCall";
import { SkipTime } from "./SkipTime";
import { Standing } from "./Standing";
import { TryHead } from "./TryHead";
import { TryVariables } from "./TryVariables";

const NO_LINES: [] = [];

/** A chat with the flow as it is drawn, beside the canvas. */
export function TryPanel() {
  const session = useSession();
  const trial = useDesigner((state) => state.trial);
  const flow = useDesigner((state) => state.flow?.id);
  const isOnline = useDesigner((state) => state.connection === "online");
  const [isTeammate, setTeammate] = useState(false);
  // The way that was taken is told for the flow on the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the panel opens, and when the flow is another one
  useEffect(() => {
    session.try({ do: session.store.state.trial ? "show" : "restart" });
  }, [flow]);
  return (
    <aside className="fd-side" aria-label="Try it">
      <TryHead trial={trial} />
      <div className="fd-side-body">
        <Conversation
          lines={trial?.lines ?? NO_LINES}
          channel={trial?.channel}
          empty="Write as the customer, and the bot answers as it would in Intercom."
        />
        <TryVariables variables={trial?.variables ?? []} sensitive={trial?.sensitive ?? []} />
      </div>
      <Standing trial={trial} />
      <div className="fd-side-foot fd-try-tools">
        <SkipTime trial={trial} />
        <button
          type="button"
          className={`fd-button ${isTeammate ? "fd-on" : ""}`}
          aria-pressed={isTeammate}
          title="Play the teammate: take the conversation, reply, give it back"
          onClick={() => setTeammate(!isTeammate)}
        >
          <Icon name="person" />
          As teammate
        </button>
        <NextCall trial={trial} />
        <KeepTest trial={trial} />
      </div>
      <Composer trial={trial} isOnline={isOnline} isTeammate={isTeammate} />
    </aside>
  );
}
