import { useState } from "react";
import { Choice } from "./Choice";
import { asText, type FieldProps } from "./input";
import { PlainField } from "./PlainField";
import { RefreshRow } from "./RefreshRow";

interface Props extends FieldProps {
  /** One and several of them: "team", "teams". */
  noun: string;
  choices: { value: string; label: string }[];
  empty?: string;
}

const TYPE_IT =
  "Intercom is not connected, so there are no names to choose from: type the id, or connect it under Channels.";

/** One of the account, by name; by its id where there are no names, or it is not among them. */
export function AccountChoice({ noun, choices, empty, ...props }: Props) {
  const [isTyping, setTyping] = useState(false);
  const hasNames = choices.length > 0;
  const other = isTyping ? "Choose from the list" : "Type an id";
  return (
    <>
      {isTyping || !hasNames ? (
        <PlainField {...props} />
      ) : (
        <Choice {...props} value={asText(props.value)} choices={choices} empty={empty} />
      )}
      <div className="fd-below">
        <RefreshRow what={`${noun}s`} unknown={hasNames ? undefined : TYPE_IT} />
        {hasNames && (
          <button type="button" className="fd-text-link" onClick={() => setTyping(!isTyping)}>
            {other}
          </button>
        )}
      </div>
    </>
  );
}
