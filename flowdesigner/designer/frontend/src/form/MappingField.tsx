import { Icon } from "../icons/Icon";
import { useDesigner } from "../state/context";
import { AnswerPicker } from "./AnswerPicker";
import { answerIn, variableFor } from "./answer";
import { asText, type FieldProps } from "./input";
import { moved, removed, replaced } from "./list";
import { RowButtons } from "./RowButtons";
import { rowKeys } from "./rowKeys";
import { fieldsOfRow, type Row, rowsOf } from "./rows";
import { TestCall } from "./TestCall";
import { useDraft } from "./useDraft";
import { VariableInput } from "./VariableInput";

/** Fields of an answer, each with the variable it goes into; picked from the answer to a real call, or typed. */
export function MappingField(props: FieldProps) {
  const { id, shape, shapes, value, block, isRefused, isBad, describedBy, onChange } = props;
  const [path, variable] = fieldsOfRow(shape.schema);
  const draft = useDraft<Row[]>(rowsOf(value, [path, variable]), onChange, isRefused);
  const called = useDesigner((state) => state.desk.called[block.id]);
  const rows = draft.value;
  const hasExample = shapes.some((one) => one.name === "example");
  const answer = called?.status ? called.body : answerIn(asText(block.settings.example));
  const keep = (picked: string) => {
    if (rows.some((row) => row[path] === picked)) return;
    const taken = rows.map((row) => row[variable] ?? "");
    draft.commit([...rows, { [path]: picked, [variable]: variableFor(picked, taken) }]);
  };
  return (
    <div className="fd-rows" aria-describedby={describedBy}>
      {rows.map((row, index) => {
        const which = `field ${index + 1}`;
        const move = (step: number) => draft.commit(moved(rows, index, step));
        const put = (change: Row, atOnce: boolean) =>
          (atOnce ? draft.commit : draft.change)(replaced(rows, index, { ...row, ...change }));
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset is read twice
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
            key={index}
            className="fd-header-pair"
            role="group"
            aria-label={`Kept ${which}`}
            onKeyDown={rowKeys(index, rows.length, move)}
          >
            <div className="fd-row">
              <input
                className="fd-input fd-path"
                aria-label={`Path of ${which}`}
                placeholder="order.items[0].name"
                aria-invalid={isBad && !row[path]}
                spellCheck={false}
                value={row[path] ?? ""}
                onChange={(event) => put({ [path]: event.target.value }, false)}
                onBlur={draft.flush}
              />
              <RowButtons
                name={which}
                isFirst={index === 0}
                isLast={index === rows.length - 1}
                onMove={move}
                onRemove={() => draft.commit(removed(rows, index))}
              />
            </div>
            <div className="fd-row fd-into">
              <span aria-hidden="true">goes into</span>
              <VariableInput
                id={`${id}-${index}-variable`}
                label={`Variable of ${which}`}
                value={row[variable] ?? ""}
                onChange={(name) => put({ [variable]: name }, true)}
              />
            </div>
          </div>
        );
      })}
      <button
        type="button"
        className="fd-button fd-small"
        onClick={() => draft.commit([...rows, { [path]: "", [variable]: "" }])}
      >
        <Icon name="plus" />
        Add field
      </button>
      <TestCall block={block} hasExample={hasExample} />
      {answer !== undefined && (
        <AnswerPicker
          key={called?.status ? "called" : "example"}
          answer={answer}
          isExample={!called?.status}
          kept={new Map(rows.map((row) => [row[path] ?? "", row[variable] ?? ""]))}
          onPick={keep}
        />
      )}
    </div>
  );
}
