import type { KnownVariable } from "./useVariables";

interface Props {
  id: string;
  variables: KnownVariable[];
  active: number;
  onPick: (name: string) => void;
}

/** The variables to choose from, below the field. */
export function VariableList({ id, variables, active, onPick }: Props) {
  return (
    <div id={id} role="listbox" aria-label="Variables" className="fd-list">
      {variables.map((one, index) => (
        // The field keeps the focus and the keys; the mouse may pick too.
        <div
          key={one.name}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="fd-list-item"
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(one.name);
          }}
        >
          <span className="fd-var">{one.name}</span>
          <span className="fd-list-note">{one.description}</span>
        </div>
      ))}
    </div>
  );
}
