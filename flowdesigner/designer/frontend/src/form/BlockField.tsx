import { useDesigner } from "../state/context";
import { Choice } from "./Choice";
import { asText, type FieldProps } from "./input";
import { PlainField } from "./PlainField";

/** A block of this flow, or of the one that the form's flow field names. */
export function BlockField(props: FieldProps) {
  const flow = useDesigner((state) => state.flow);
  const field = props.shapes.find((shape) => shape.widget === "flow")?.name;
  const chosen = field ? asText(props.block.settings[field]) : "";
  const isHere = !chosen || chosen === flow?.id;
  if (!isHere && props.value) return <PlainField {...props} />;
  const choices = isHere
    ? Object.values(flow?.blocks ?? {})
        .filter((block) => block.id !== props.block.id)
        .map((block) => ({ value: block.id, label: block.title }))
    : [];
  return <Choice {...props} value={asText(props.value)} choices={choices} empty="The start of the flow" />;
}
