import { useState } from "react";
import { deleteBlocks } from "../canvas/healing";
import { Form } from "../form/Form";
import type { BlockView } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { kindOf, openedBlock } from "../state/selectors";
import { Exits } from "./Exits";
import { focusCard } from "./focus";
import { GeneralProblems } from "./GeneralProblems";
import { Help } from "./Help";
import { NameField } from "./NameField";
import { PanelHead } from "./PanelHead";

/** The settings of the block that is open. */
export function BlockPanel() {
  const block = useDesigner(openedBlock);
  return block ? <Settings key={block.id} block={block} /> : null;
}

function Settings({ block }: { block: BlockView }) {
  const session = useSession();
  const kind = useDesigner((state) => kindOf(state, block.kind));
  const [help, setHelp] = useState(false);
  const close = () => {
    session.store.dispatch({ type: "side", side: null });
    focusCard(block.id);
  };
  const tryHere = () => {
    session.store.dispatch({ type: "side", side: "try" });
    session.try({ do: "start", block: block.id });
  };
  const remove = () => {
    deleteBlocks(session, [block.id]);
    document.querySelector<HTMLElement>(".fd-root")?.focus({ preventScroll: true });
  };
  return (
    <aside
      className="fd-side"
      aria-label="Block settings"
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <PanelHead
        kind={kind}
        title={kind?.label ?? block.kind}
        subtitle={block.name}
        hasHelp={Boolean(kind?.help)}
        help={help}
        setHelp={setHelp}
        onClose={close}
      />
      <div className="fd-side-body">
        {help && kind && <Help html={kind.help} />}
        <GeneralProblems block={block} />
        <NameField block={block} placeholder={kind?.label ?? ""} />
        {kind && <Form block={block} schema={kind.schema} />}
        <Exits block={block} />
      </div>
      <div className="fd-side-foot">
        <button type="button" className="fd-button fd-ghost fd-danger" onClick={remove}>
          Delete
        </button>
        <span className="fd-grow" />
        <button type="button" className="fd-button" onClick={tryHere}>
          Try from here
        </button>
      </div>
    </aside>
  );
}
