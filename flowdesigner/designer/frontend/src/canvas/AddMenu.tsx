import { useMemo } from "react";
import { focusPanel } from "../panel/focus";
import type { Point } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import type { Join } from "../state/state";
import type { Choice } from "./choices";
import { Picker } from "./Picker";
import { fitting } from "./placement";
import { useAddBlock } from "./useAddBlock";

interface Props {
  at: Point | null;
  join?: Join | undefined;
  onClose: () => void;
}

/** The kinds of blocks as a list at the mouse: the quick way to add one, and the end of a line led to nothing. */
export function AddMenu({ at, join, onClose }: Props) {
  const session = useSession();
  const catalog = useDesigner((state) => state.catalog);
  const add = useAddBlock();
  const choices = useMemo(() => {
    const { flow } = session.store.state;
    const kinds = flow ? fitting(catalog.kinds, flow, join) : [];
    return catalog.groups.flatMap(({ id, label }) =>
      kinds
        .filter((kind) => kind.group === id)
        .map((kind): Choice => ({ id: kind.kind, label: kind.label, kind, group: label })),
    );
  }, [catalog, join, session]);
  return (
    <Picker
      label={join ? "Block at the end of the line" : "Add a block"}
      placeholder="Find a block"
      none="No block is called that."
      choices={choices}
      at={at}
      onPick={({ kind }) => {
        onClose();
        if (kind) add(kind, { at, join });
        focusPanel();
      }}
      onClose={onClose}
    />
  );
}
