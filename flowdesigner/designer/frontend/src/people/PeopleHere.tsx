import { useState } from "react";
import { Icon } from "../icons/Icon";
import { useDesigner, useSession } from "../state/context";
import { colourOf, initials } from "./colours";
import { NameDialog } from "./NameDialog";

/** Who else has the bot open; a click goes to where they are. Says who one is oneself, too. */
export function PeopleHere() {
  const session = useSession();
  const people = useDesigner((state) => state.people);
  const flow = useDesigner((state) => state.flow);
  const name = useDesigner((state) => state.name);
  const [isNaming, setNaming] = useState(false);
  if (!people.length) return null;
  const go = (target: string, block: string) => {
    if (target !== flow?.id) session.openFlow(target);
    else if (block) session.store.dispatch({ type: "revealed", block });
  };
  return (
    <>
      <ul className="fd-people" aria-label="Also here">
        {people.map((one) => {
          const at = one.flow === flow?.id ? flow.blocks[one.block]?.title : undefined;
          const where = one.flow === flow?.id ? (at ? `at “${at}”` : "in this flow") : "in another flow";
          return (
            <li key={one.client}>
              <button
                type="button"
                className="fd-person"
                data-colour={colourOf(one.client)}
                aria-label={`${one.name}, ${where}`}
                title={`${one.name}, ${where}`}
                onClick={() => go(one.flow, one.block)}
              >
                {initials(one.name)}
              </button>
            </li>
          );
        })}
      </ul>
      {!name && (
        <button
          type="button"
          className="fd-button fd-ghost"
          aria-label="Say who you are"
          title="Say who you are"
          onClick={() => setNaming(true)}
        >
          <Icon name="person" />
          <span className="fd-wide-only">Say who you are</span>
        </button>
      )}
      {isNaming && <NameDialog onClose={() => setNaming(false)} />}
    </>
  );
}
