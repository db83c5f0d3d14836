import { type SubmitEvent, useState } from "react";
import { Modal } from "../shell/Modal";
import { useDesigner, useSession } from "../state/context";
import { MoveChoice } from "./MoveChoice";

interface Props {
  number: number;
  onClose: () => void;
}

/** Asks before another version becomes the live one. */
export function GoToDialog({ number, onClose }: Props) {
  const session = useSession();
  const live = useDesigner((state) => state.bot.live?.number ?? 0);
  const isBack = number < live;
  const isAway = useDesigner((state) => state.connection !== "online");
  const [move, setMove] = useState(false);
  const go = (event: SubmitEvent) => {
    event.preventDefault();
    session.ask({ type: "versions", do: "go_to", number, move_conversations: move });
    onClose();
  };
  return (
    <Modal title={isBack ? `Go back to version ${number}` : `Use version ${number}`} onClose={onClose}>
      <form onSubmit={go}>
        <p className="fd-lead">
          New conversations use version {number} from now on, in place of version {live}. Your draft stays as
          it is.
        </p>
        <MoveChoice number={number} move={move} onChange={setMove} />
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary" disabled={isAway}>
            {isBack ? "Go back" : "Use it"}
          </button>
        </div>
      </form>
    </Modal>
  );
}
