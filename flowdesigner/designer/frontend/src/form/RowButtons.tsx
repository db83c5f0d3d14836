import { IconButton } from "../shell/IconButton";

interface Props {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: number) => void;
  onRemove: () => void;
}

/** Up, down and away, for one row of a list. */
export function RowButtons({ name, isFirst, isLast, onMove, onRemove }: Props) {
  return (
    <span className="fd-row-buttons">
      <IconButton icon="up" label={`Move ${name} up`} disabled={isFirst} onClick={() => onMove(-1)} />
      <IconButton icon="down" label={`Move ${name} down`} disabled={isLast} onClick={() => onMove(1)} />
      <IconButton icon="cross" label={`Remove ${name}`} onClick={onRemove} />
    </span>
  );
}
