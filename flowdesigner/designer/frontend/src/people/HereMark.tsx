import { useDesigner } from "../state/context";
import { colourOf } from "./colours";

/** The name of somebody else whose selected block this is, on the corner of its card. */
export function HereMark({ block }: { block: string }) {
  const person = useDesigner((state) =>
    state.people.find((one) => one.block === block && one.flow === state.flow?.id),
  );
  if (!person) return null;
  return (
    <span className="fd-here" data-colour={colourOf(person.client)}>
      {person.name}
    </span>
  );
}
