import { useId } from "react";
import type { Example } from "../protocol/bots";
import { countTests } from "./start";

interface Props {
  example: Example;
  picture: string | undefined;
  verb: string;
  onChoose: () => void;
}

/** An example in the gallery: its picture, what it does, what it needs, and how many tests it has. */
export function ExampleCard({ example, picture, verb, onChoose }: Props) {
  const id = useId();
  return (
    <article className="fd-example" aria-labelledby={id}>
      <div className="fd-example-picture">
        {picture && (
          <img
            src={`data:image/svg+xml,${encodeURIComponent(picture)}`}
            alt={`The flow of ${example.name}`}
          />
        )}
      </div>
      <div className="fd-example-text">
        <h3 id={id}>{example.name}</h3>
        <p>{example.description}</p>
        <p className="fd-needs">Needs: {example.needs}</p>
        <div className="fd-example-foot">
          <span>{countTests(example.tests)}</span>
          <button
            type="button"
            className="fd-button fd-small"
            aria-label={`${verb} ${example.name}`}
            onClick={onChoose}
          >
            {verb}
          </button>
        </div>
      </div>
    </article>
  );
}
