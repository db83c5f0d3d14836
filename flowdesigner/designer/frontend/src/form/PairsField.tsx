import { Icon } from "../icons/Icon";
import { Combo } from "./Combo";
import type { FieldProps } from "./input";
import { moved, removed, replaced } from "./list";
import { RowButtons } from "./RowButtons";
import { rowKeys } from "./rowKeys";
import { fieldsOfRow, nounOf, type Row, rowsOf } from "./rows";
import { SecretsButton } from "./SecretsButton";
import { TemplateEditor } from "./TemplateEditor";
import { useDraft } from "./useDraft";
import { useSuggestions } from "./useSuggestions";

/** Names with a value each, such as the headers of a call; values may hold variables and secrets. */
export function PairsField(props: FieldProps) {
  const { id, shape, value, isRefused, isBad, describedBy, onChange } = props;
  const { options, ask } = useSuggestions(props);
  const mayNameSecrets = shape.schema["x-secrets"] === true;
  const [name, text] = fieldsOfRow(shape.schema);
  const draft = useDraft<Row[]>(rowsOf(value, [name, text]), onChange, isRefused);
  const rows = draft.value;
  const noun = nounOf(shape.label);
  return (
    <div className="fd-rows" aria-describedby={describedBy}>
      {rows.map((row, index) => {
        const which = `${noun} ${index + 1}`;
        const move = (step: number) => draft.commit(moved(rows, index, step));
        const put = (change: Row) => draft.commit(replaced(rows, index, { ...row, ...change }));
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset is read twice
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no identity but its place
            key={index}
            className="fd-header-pair"
            role="group"
            aria-label={which}
            onKeyDown={rowKeys(index, rows.length, move)}
          >
            <div className="fd-row">
              <Combo
                id={`${id}-${index}-name`}
                label={`Name of ${which}`}
                value={row[name] ?? ""}
                options={options}
                onFocus={ask}
                placeholder="Name"
                isBad={isBad && !row[name]}
                onChange={(next) => put({ [name]: next })}
              />
              <RowButtons
                name={which}
                isFirst={index === 0}
                isLast={index === rows.length - 1}
                onMove={move}
                onRemove={() => draft.commit(removed(rows, index))}
              />
            </div>
            <TemplateEditor
              id={`${id}-${index}-value`}
              label={`Value of ${which}`}
              placeholder={`Value; { for a variable${mayNameSecrets ? " or a secret" : ""}`}
              value={row[text] ?? ""}
              onChange={(next) => put({ [text]: next })}
            />
          </div>
        );
      })}
      <div className="fd-row fd-adding">
        <button
          type="button"
          className="fd-button fd-small"
          onClick={() => draft.commit([...rows, { [name]: "", [text]: "" }])}
        >
          <Icon name="plus" />
          Add {noun}
        </button>
        <span className="fd-grow" />
        {mayNameSecrets && <SecretsButton />}
      </div>
    </div>
  );
}
