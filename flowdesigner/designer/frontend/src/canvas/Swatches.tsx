import { COLOURS } from "../protocol/flow";

interface Props {
  colour: string;
  onChoose: (colour: string) => void;
}

/** The colours of notes and groups to choose from. */
export function Swatches({ colour, onChoose }: Props) {
  return (
    <span className="fd-swatches" role="radiogroup" aria-label="Colour">
      {COLOURS.map((one) => (
        // biome-ignore lint/a11y/useSemanticElements: a round button that is a choice
        <button
          key={one}
          type="button"
          role="radio"
          aria-checked={one === colour}
          aria-label={one}
          title={one}
          className="fd-swatch nodrag"
          data-colour={one}
          onClick={() => onChoose(one)}
        />
      ))}
    </span>
  );
}
