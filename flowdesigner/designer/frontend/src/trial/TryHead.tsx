import { Icon } from "../icons/Icon";
import type { Trial } from "../protocol/trial";
import { IconButton } from "../shell/IconButton";
import { Menu } from "../shell/Menu";
import { useDesigner, useSession } from "../state/context";
import { CHANNELS, channelOf } from "./channels";

/** Where and when the conversation is, and the way through its turns. */
export function TryHead({ trial }: { trial: Trial | null }) {
  const session = useSession();
  const languages = useDesigner((state) => state.bot.languages) ?? [];
  const spoken = languages.find((one) => one.code === trial?.language) ?? languages[0];
  const close = () => session.store.dispatch({ type: "side", side: null });
  return (
    <header className="fd-side-head fd-try-head">
      <span className="fd-chip" data-group="reach">
        <Icon name="play" />
      </span>
      <span className="fd-side-title">
        <b>Try it</b>
        <span className="fd-try-where">
          <Menu
            label={`Customers write by: ${channelOf(trial)}`}
            className="fd-text-link fd-try-channel"
            button={
              <>
                {channelOf(trial)}
                <Icon name="chevron" />
              </>
            }
            items={Object.entries(CHANNELS).map(([text, label]) => ({
              label,
              checked: text === (trial?.channel ?? "conversation"),
              onChoose: () => session.try({ do: "channel", text }),
            }))}
          />
          {languages.length > 1 && (
            <Menu
              label={`The customer's language; spoken now: ${spoken?.name}`}
              className="fd-text-link fd-try-channel"
              button={
                <>
                  {spoken?.name}
                  <Icon name="chevron" />
                </>
              }
              items={languages.map(({ code, name }) => ({
                label: name,
                checked: code === spoken?.code,
                onChoose: () => session.try({ do: "language", text: code }),
              }))}
            />
          )}
          {trial?.clock && <small>{trial.clock}</small>}
        </span>
      </span>
      <IconButton
        icon="undo"
        label="One turn back"
        disabled={!trial?.can_back}
        onClick={() => session.try({ do: "back" })}
      />
      <IconButton
        icon="redo"
        label="The turn again"
        disabled={!trial?.can_again}
        onClick={() => session.try({ do: "again" })}
      />
      <IconButton icon="restart" label="Restart" onClick={() => session.try({ do: "restart" })} />
      <IconButton icon="cross" label="Close" onClick={close} />
    </header>
  );
}
