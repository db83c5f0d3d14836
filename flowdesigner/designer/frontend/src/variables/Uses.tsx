import { Icon } from "../icons/Icon";
import { KindChip } from "../icons/KindChip";
import type { Use } from "../protocol/variables";
import { jump } from "../shell/jump";
import { useDesigner, useSession } from "../state/context";
import { kindOf } from "../state/selectors";

interface Props {
  label: string;
  none: string;
  uses: Use[];
}

/** The blocks that use a variable; each leads to its block, in whichever flow it is. */
export function Uses({ label, none, uses }: Props) {
  return (
    <section className="fd-variable-uses" aria-label={label}>
      <h3 className="fd-label">{label}</h3>
      {uses.length ? (
        <ul>
          {uses.map((use) => (
            <UseLink key={`${use.flow} ${use.block}`} use={use} />
          ))}
        </ul>
      ) : (
        <p className="fd-hint">{none}</p>
      )}
    </section>
  );
}

function UseLink({ use }: { use: Use }) {
  const session = useSession();
  const here = useDesigner((state) => state.flow?.id);
  const kind = useDesigner((state) => {
    const block = state.flow?.id === use.flow ? state.flow.blocks[use.block] : undefined;
    return block && kindOf(state, block.kind);
  });
  return (
    <li>
      <button type="button" className="fd-use" onClick={() => jump(session, use.flow, use.block)}>
        {kind ? <KindChip kind={kind} /> : <Icon name="flow" />}
        <span>{use.title}</span>
        {use.flow !== here && <small>{use.flow_name}</small>}
      </button>
    </li>
  );
}
