import type { BlockView, FlowView } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { kindOf } from "../state/selectors";
import type { State } from "../state/state";
import type { Choice } from "./choices";
import { find, usesOf } from "./find";
import { goTo } from "./goTo";
import { Picker } from "./Picker";

const VARIABLE = "variable ";
const TEXT = "text ";

interface Props {
  query: string;
  onClose: () => void;
}

function choiceOf(state: State, block: BlockView, group: string, hint?: string): Choice {
  const kind = kindOf(state, block.kind);
  const said = hint ?? (kind && kind.label !== block.title ? kind.label : "");
  return { id: block.id, label: block.title, hint: said, kind, group };
}

function found(state: State, flow: FlowView, search: string): Choice[] {
  const variable = search.match(/^\{(.+)\}$/)?.[1];
  if (variable) return usesOf(flow, variable).map((block) => choiceOf(state, block, `Use ${variable}`));
  return find(flow, search, (kind) => kindOf(state, kind)?.label ?? "").map((one): Choice => {
    if (one.what === "variable") {
      const hint = one.uses === 1 ? "used in 1 block" : `used in ${one.uses || "no"} blocks`;
      return { id: `${VARIABLE}${one.name}`, label: one.name, hint, group: "Variables" };
    }
    if (one.what === "block") return choiceOf(state, one.block, "Blocks");
    return { ...choiceOf(state, one.block, "Texts", one.text), id: `${TEXT}${one.block.id}` };
  });
}

/** Finds blocks by name or text, and variables; Enter goes there. */
export function FindMenu({ query, onClose }: Props) {
  const session = useSession();
  const flow = useDesigner((state) => state.flow);
  if (!flow) return null;
  return (
    <Picker
      key={query}
      label="Find in this flow"
      placeholder="Find names, texts, {variables"
      none="Nothing in this flow says that."
      choices={(search) => found(session.store.state, flow, search)}
      search={query}
      onPick={({ id }) => {
        if (id.startsWith(VARIABLE)) {
          const next = `{${id.slice(VARIABLE.length)}}`;
          session.store.dispatch({ type: "overlay", overlay: { kind: "find", query: next } });
          return;
        }
        onClose();
        goTo(session.store, id.replace(TEXT, ""));
      }}
      onClose={onClose}
    />
  );
}
