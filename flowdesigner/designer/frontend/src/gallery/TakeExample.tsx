import { Modal } from "../shell/Modal";
import { useSession } from "../state/context";
import { ExampleCard } from "./ExampleCard";
import { useGallery } from "./useGallery";

/** The gallery over an empty flow: what is chosen becomes this bot's draft, and undo takes it back. */
export function TakeExample({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const { bots, pictures } = useGallery();
  const take = (example: string) => {
    session.ask({ type: "bots", do: "take", example });
    onClose();
  };
  return (
    <Modal title="Begin with an example" className="fd-take-example" onClose={onClose}>
      <p className="fd-lead">This bot becomes a copy of it, with its tests. Undo takes that back.</p>
      <div className="fd-examples">
        {bots?.examples.map((example) => (
          <ExampleCard
            key={example.id}
            example={example}
            picture={pictures[example.id]}
            verb="Take"
            onChoose={() => take(example.id)}
          />
        ))}
      </div>
      <div className="fd-dialog-foot">
        <button type="button" className="fd-button fd-ghost" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Modal>
  );
}
