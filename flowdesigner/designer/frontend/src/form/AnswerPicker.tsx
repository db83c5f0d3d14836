import type { Json } from "../protocol/json";
import { useDesigner } from "../state/context";
import { AnswerTree } from "./AnswerTree";

interface Props {
  answer: Json;
  isExample: boolean;
  kept: ReadonlyMap<string, string>;
  onPick: (path: string) => void;
}

/** The answer to pick fields from: that of the test call, or the example. */
export function AnswerPicker({ answer, isExample, kept, onPick }: Props) {
  const variables = useDesigner((state) => state.flow?.variables);
  const isMasked = (name: string) => variables?.some((one) => one.name === name && one.sensitive) ?? false;
  return (
    <div className="fd-answer">
      <p className="fd-hint">
        {isExample ? "The example answer." : "The answer to the test call."} Click a field to keep it.
      </p>
      <AnswerTree answer={answer} kept={kept} isMasked={isMasked} onPick={onPick} />
    </div>
  );
}
