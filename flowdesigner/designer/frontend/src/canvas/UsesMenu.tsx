import type { BlockView, FlowView } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { kindOf } from "../state/selectors";
import type { Choice } from "./choices";
import { variablesOf } from "./find";
import { goTo } from "./goTo";
import { Picker } from "./Picker";

const VARIABLE = "variable ";

function around(flow: FlowView, block: BlockView): [BlockView, string, string][] {
  const label = (from: BlockView | undefined, port: string) =>
    from?.ports.find((one) => one.id === port)?.label ?? port;
  const rows: [BlockView | undefined, string, string][] = flow.edges.flatMap(([from, port, to]) => {
    const found: [BlockView | undefined, string, string][] = [];
    if (to === block.id) found.push([flow.blocks[from], "Lead here", label(flow.blocks[from], port)]);
    if (from === block.id) found.push([flow.blocks[to], "Come next", label(block, port)]);
    return found;
  });
  return rows.filter((row): row is [BlockView, string, string] => row[0] !== undefined);
}

/** What leads to a block, what comes after it, and which variables it uses. */
export function UsesMenu({ block: id, onClose }: { block: string; onClose: () => void }) {
  const session = useSession();
  const flow = useDesigner((state) => state.flow);
  const block = flow?.blocks[id];
  if (!flow || !block) return null;
  const neighbours = around(flow, block).map(
    ([other, group, hint], index): Choice => ({
      id: `${index} ${other.id}`,
      label: other.title,
      hint: `“${hint}”`,
      kind: kindOf(session.store.state, other.kind),
      group,
    }),
  );
  neighbours.sort((a, b) => b.group.localeCompare(a.group));
  const variables = [...variablesOf(block, flow.variables)].sort().map(
    (name): Choice => ({
      id: `${VARIABLE}${name}`,
      label: name,
      hint: "where else it is used",
      group: "Variables",
    }),
  );
  return (
    <Picker
      label={`Around “${block.title}”`}
      placeholder={`Around “${block.title}”`}
      none={
        neighbours.length + variables.length ? "Nothing is called that." : "Nothing leads here or comes next."
      }
      choices={[...neighbours, ...variables]}
      onPick={({ id: chosen }) => {
        if (chosen.startsWith(VARIABLE)) {
          const query = `{${chosen.slice(VARIABLE.length)}}`;
          session.store.dispatch({ type: "overlay", overlay: { kind: "find", query } });
          return;
        }
        onClose();
        goTo(session.store, chosen.slice(chosen.indexOf(" ") + 1));
      }}
      onClose={onClose}
    />
  );
}
