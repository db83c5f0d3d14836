import { useEffect, useRef } from "react";
import type { Json } from "../protocol/json";
import type { Rival } from "../protocol/people";
import { useDesigner, useSession } from "../state/context";

/** A value as people read it: words as they are, the rest as data. */
function inWords(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "(empty)";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Two people have changed one field: the one who comes later chooses. */
export function RivalDialog() {
  const rival = useDesigner((state) => state.rivals[0]);
  return rival ? <Choice key={rival.op} rival={rival} /> : null;
}

function Choice({ rival }: { rival: Rival }) {
  const session = useSession();
  const mine = useDesigner((state) => {
    const op = state.pending.find((one) => one.id === rival.op)?.op;
    if (op?.op === "rename") return op.name;
    if (op?.op === "translate") return op.texts[rival.field.slice(rival.field.indexOf(":") + 1)];
    return op?.op === "set" ? op.settings[rival.field] : undefined;
  });
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const choose = (which: "mine" | "theirs") => session.settle(rival.op, which);
  return (
    <dialog
      ref={dialog}
      className="fd-dialog"
      aria-labelledby="fd-rival-title"
      onCancel={(event) => {
        event.preventDefault();
        choose("theirs");
      }}
    >
      <h2 id="fd-rival-title">Which one shall it be?</h2>
      <p className="fd-lead">
        {rival.by} has changed “{rival.label}” of “{rival.title}” while you did.
      </p>
      <div className="fd-rivals">
        <section aria-label={`By ${rival.by}`}>
          <h3>{rival.by}</h3>
          <pre>{inWords(rival.theirs)}</pre>
        </section>
        <section aria-label="Yours">
          <h3>Yours</h3>
          <pre>{inWords(mine)}</pre>
        </section>
      </div>
      <div className="fd-dialog-foot">
        <button type="button" className="fd-button" onClick={() => choose("theirs")}>
          Keep the other one
        </button>
        <button type="button" className="fd-button fd-primary" onClick={() => choose("mine")}>
          Use mine
        </button>
      </div>
    </dialog>
  );
}
