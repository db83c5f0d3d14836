import { asText, type FieldProps } from "./input";
import { RefreshRow } from "./RefreshRow";
import { Tokens } from "./Tokens";
import { useSuggestions } from "./useSuggestions";

/** Several short texts: tags of the account, or whatever the field is for. */
export function TagsField(props: FieldProps) {
  const { id, shape, value, isBad, describedBy, onChange } = props;
  const { options } = useSuggestions(props);
  const isTags = shape.schema["x-suggest"] === "tags";
  const noun = isTags ? "tag" : "value";
  return (
    <>
      <Tokens
        id={id}
        noun={noun}
        values={Array.isArray(value) ? value.map(asText) : []}
        suggestions={options().map((one) => one.value)}
        placeholder={shape.schema["x-placeholder"] ?? `Type a ${noun}, then Enter`}
        isBad={isBad}
        describedBy={describedBy}
        onChange={onChange}
      />
      {isTags && (
        <RefreshRow
          what="tags"
          unknown={options().length ? undefined : "Intercom is not connected: type names."}
        />
      )}
    </>
  );
}
