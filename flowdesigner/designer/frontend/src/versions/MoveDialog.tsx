import type { SubmitEvent } from "react";
import { Modal } from "../shell/Modal";
import { useSession } from "../state/context";
import { plural } from "../state/selectors";
import { staying, useUnderWay } from "./underWay";

/** Asks before conversations that are under way go on with the live version. */
export function MoveDialog({ number, onClose }: { number: number; onClose: () => void }) {
  const session = useSession();
  const found = useUnderWay(number);
  const can = found?.can_move ?? 0;
  const move = (event: SubmitEvent) => {
    event.preventDefault();
    session.ask({ type: "versions", do: "move", number });
    onClose();
  };
  return (
    <Modal title={`Go on with version ${number}`} onClose={onClose}>
      <form onSubmit={move}>
        <p className="fd-lead">
          A conversation moves between two messages: its customer notices nothing until the bot speaks again.
        </p>
        <p role="status">
          {found
            ? `${plural(can, "conversation") || "No conversation"} on other versions can go on with this one. ${staying(found.must_stay)}`
            : "The conversations under way are counted"}
        </p>
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary" disabled={!can}>
            Move {plural(can, "conversation")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
