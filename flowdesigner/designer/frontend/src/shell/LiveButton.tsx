import { useDesigner, useSession } from "../state/context";

/** Lets the published version answer customers, or makes it stop. */
export function LiveButton() {
  const session = useSession();
  const running = useDesigner((state) => state.bot.running);
  const isAway = useDesigner((state) => state.connection !== "online");
  if (running === "live") {
    return (
      <button
        type="button"
        className="fd-button fd-danger"
        disabled={isAway}
        onClick={() => session.live("stop")}
      >
        Stop
      </button>
    );
  }
  const isStarting = running === "starting";
  return (
    <button
      type="button"
      className="fd-button"
      disabled={isStarting || isAway}
      onClick={() => session.live("go")}
    >
      {isStarting ? "Starting" : "Go live"}
    </button>
  );
}
