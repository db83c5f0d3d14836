import { useEffect } from "react";
import { Icon } from "../icons/Icon";
import { IconButton } from "../shell/IconButton";
import { useDesigner, useSession } from "../state/context";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { SkipMenu } from "./SkipMenu";
import { TryVariables } from "./TryVariables";

/** A chat with the flow as it is drawn, beside the canvas. */
export function TryPanel() {
  const session = useSession();
  const trial = useDesigner((state) => state.trial);
  const isOnline = useDesigner((state) => state.connection === "online");
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the panel opens
  useEffect(() => {
    if (!session.store.state.trial) session.try({ do: "start" });
  }, []);
  const close = () => session.store.dispatch({ type: "side", side: null });
  const isWithPeople = trial?.status === "handed_over";
  return (
    <aside className="fd-side" aria-label="Try it">
      <header className="fd-side-head">
        <span className="fd-chip" data-group="reach">
          <Icon name="play" />
        </span>
        <span className="fd-side-title">
          <b>Try it</b>
          <small>{["Messenger", trial?.clock].filter(Boolean).join(" · ")}</small>
        </span>
        <IconButton
          icon="undo"
          label="One turn back"
          disabled={!trial?.lines.length}
          onClick={() => session.try({ do: "back" })}
        />
        <IconButton icon="restart" label="Restart" onClick={() => session.try({ do: "restart" })} />
        <IconButton icon="cross" label="Close" onClick={close} />
      </header>
      <div className="fd-side-body">
        <Conversation trial={trial} />
        <TryVariables variables={trial?.variables ?? []} />
      </div>
      <div className="fd-side-foot">
        <SkipMenu />
        <button
          type="button"
          className="fd-button"
          disabled={!isWithPeople}
          title={
            isWithPeople
              ? "As the teammate, give the conversation back to the bot"
              : "Once the conversation is with people, you can give it back to the bot"
          }
          onClick={() => session.try({ do: "give_back" })}
        >
          <Icon name="person" />
          Give back
        </button>
      </div>
      <Composer isOnline={isOnline} />
    </aside>
  );
}
