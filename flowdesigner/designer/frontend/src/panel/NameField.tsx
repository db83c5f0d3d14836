import { useId } from "react";
import { useDraft } from "../form/useDraft";
import type { BlockView } from "../protocol/flow";
import { useSession } from "../state/context";

/** The author's own name for a block. */
export function NameField({ block, placeholder }: { block: BlockView; placeholder: string }) {
  const session = useSession();
  const id = useId();
  const draft = useDraft(block.name, (name) => session.edit({ op: "rename", block: block.id, name }));
  return (
    <div className="fd-field">
      <label className="fd-label" htmlFor={id}>
        Name
      </label>
      <input
        id={id}
        className="fd-input"
        value={draft.value}
        placeholder={placeholder}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.flush}
      />
    </div>
  );
}
