import type { FieldProps } from "./input";
import { PlainField } from "./PlainField";

/** Stands in for a picker while the account cannot be reached: the id can be typed. */
export function IdField(props: FieldProps & { what: string }) {
  return (
    <>
      <PlainField {...props} />
      <p className="fd-hint">
        Intercom is not connected, so there are no names to choose from. Type the id of the {props.what}, or
        connect it under Channels.
      </p>
    </>
  );
}
