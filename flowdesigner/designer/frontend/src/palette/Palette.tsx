import { type KeyboardEvent, useState } from "react";
import { useAddBlock } from "../canvas/useAddBlock";
import { Icon } from "../icons/Icon";
import { focusPanel } from "../panel/focus";
import { START } from "../protocol/catalog";
import { useDesigner } from "../state/context";
import { PaletteItem } from "./PaletteItem";
import { shelves } from "./search";

const NONE: ReadonlySet<string> = new Set();
const HAS_START: ReadonlySet<string> = new Set([START]);

/** All kinds of blocks by group: drag one onto the canvas, or click it. */
export function Palette() {
  const catalog = useDesigner((state) => state.catalog);
  const hasStart = useDesigner((state) =>
    Object.values(state.flow?.blocks ?? {}).some((block) => block.kind === START),
  );
  const [search, setSearch] = useState("");
  const add = useAddBlock();
  const found = shelves(catalog, search, hasStart ? HAS_START : NONE);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const first = found[0]?.kinds[0];
    if (event.key === "Escape") {
      setSearch("");
      event.currentTarget.blur();
    } else if (event.key === "Enter" && search && first) {
      event.preventDefault();
      add(first);
      setSearch("");
      focusPanel();
    }
  };
  return (
    <aside className="fd-palette" aria-label="Blocks">
      <label className="fd-search">
        <Icon name="find" />
        <input
          type="search"
          className="fd-search-input"
          placeholder="Find a block"
          aria-label="Find a block"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <kbd title="Press / to come here">/</kbd>
      </label>
      <div className="fd-shelves">
        {found.map(({ group, kinds }) => (
          <fieldset key={group.id} className="fd-shelf">
            <legend>{group.label}</legend>
            {kinds.map((kind) => (
              <PaletteItem key={kind.kind} kind={kind} onAdd={add} />
            ))}
          </fieldset>
        ))}
        {!found.length && <p className="fd-none">No block is called that.</p>}
      </div>
    </aside>
  );
}
