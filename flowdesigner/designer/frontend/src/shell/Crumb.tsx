import { Icon } from "../icons/Icon";
import { useDesigner, useSession } from "../state/context";
import { Menu } from "./Menu";

/** The bot and its flow; with several flows, a way to another one. */
export function Crumb() {
  const session = useSession();
  const bot = useDesigner((state) => state.bot);
  const flow = useDesigner((state) => state.flow);
  const name = flow?.name ?? bot.flows.find((one) => one.id === bot.flow)?.name ?? "";
  return (
    <nav className="fd-crumb" aria-label="Bot and flow">
      <button
        type="button"
        className="fd-crumb-bots fd-wide-only"
        title="All bots"
        onClick={() => session.set("page", "bots")}
      >
        Bots
      </button>
      <span className="fd-wide-only">&ensp;/&ensp;</span>
      <b>{bot.name}</b>
      {name && <span>&ensp;/&ensp;</span>}
      {bot.flows.length > 1 ? (
        <Menu
          label={`Flow: ${name}`}
          className="fd-button fd-ghost fd-crumb-flow"
          button={
            <>
              {name}
              <Icon name="chevron" />
            </>
          }
          items={bot.flows.map((one) => ({
            label: one.name,
            checked: one.id === flow?.id,
            onChoose: () => session.openFlow(one.id),
          }))}
        />
      ) : (
        <b>{name}</b>
      )}
    </nav>
  );
}
