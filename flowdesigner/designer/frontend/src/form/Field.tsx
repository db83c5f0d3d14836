import { useCallback, useId } from "react";
import type { BlockView, Problem } from "../protocol/flow";
import type { Json } from "../protocol/json";
import { useDesigner, useSession } from "../state/context";
import { problemsOf } from "../state/selectors";
import { fieldKey } from "../state/state";
import type { FieldShape } from "./schema";
import { GROUPED, OtherField, WIDGETS } from "./widgets";

interface Props {
  shape: FieldShape;
  shapes: FieldShape[];
  block: BlockView;
}

interface Complaint {
  message: string;
  severity: "error" | "warning";
  mend?: Problem["mend"];
}

function useComplaints(block: BlockView, field: string): { refused: string | undefined; all: Complaint[] } {
  const refused = useDesigner((state) => state.refusals[fieldKey(block.id, field)]);
  const problems = useDesigner((state) => problemsOf(state.problems, block.id));
  const found: Complaint[] = [...problems, ...block.faults].filter((one) => one.field === field);
  const first: Complaint[] = refused ? [{ message: refused, severity: "error" }] : [];
  const all = [...first, ...found];
  return { refused, all: all.filter((one, at) => all.findIndex((x) => x.message === one.message) === at) };
}

/** One setting: label, input, and below it what is wrong or what it is for. */
export function Field({ shape, shapes, block }: Props) {
  const session = useSession();
  const id = useId();
  const { refused, all } = useComplaints(block, shape.name);
  const onChange = useCallback(
    (value: Json) => session.edit({ op: "set", block: block.id, settings: { [shape.name]: value } }),
    [session, block.id, shape.name],
  );
  const Widget = WIDGETS[shape.widget] ?? OtherField;
  const isGroup = GROUPED.has(shape.widget);
  const Wrapper = isGroup ? "fieldset" : "div";
  const Label = isGroup ? "legend" : "label";
  return (
    <Wrapper className="fd-field" data-widget={shape.widget}>
      <Label className="fd-label" id={`${id}-label`} {...(isGroup ? {} : { htmlFor: id })}>
        {shape.label}
      </Label>
      <Widget
        id={id}
        shape={shape}
        shapes={shapes}
        block={block}
        value={block.settings[shape.name] ?? shape.schema.default ?? null}
        isRefused={refused !== undefined}
        isBad={all.some((one) => one.severity === "error")}
        describedBy={`${id}-note`}
        onChange={onChange}
      />
      <div id={`${id}-note`}>
        {all.map((one) => (
          <p key={one.message} className="fd-complaint" data-severity={one.severity}>
            {one.message}
            {one.mend && <Mend mend={one.mend} />}
          </p>
        ))}
        {shape.hint && <p className="fd-hint">{shape.hint}</p>}
      </div>
    </Wrapper>
  );
}

/** What mends it, one click away. */
function Mend({ mend }: { mend: NonNullable<Problem["mend"]> }) {
  const session = useSession();
  return (
    <>
      {" "}
      <button type="button" className="fd-text-link" onClick={() => session.mend(mend.op)}>
        {mend.label}
      </button>
    </>
  );
}
