import { KindChip } from "../icons/KindChip";
import type { Kind } from "../protocol/catalog";
import { IconButton } from "../shell/IconButton";

interface Props {
  kind: Kind | undefined;
  title: string;
  subtitle: string;
  hasHelp: boolean;
  help: boolean;
  setHelp: (help: boolean) => void;
  onClose: () => void;
}

/** What the panel is about, its help and its way out. */
export function PanelHead({ kind, title, subtitle, hasHelp, help, setHelp, onClose }: Props) {
  return (
    <header className="fd-side-head">
      <KindChip kind={kind} />
      <span className="fd-side-title">
        <b>{title}</b>
        {subtitle && <small>{subtitle}</small>}
      </span>
      {hasHelp && <IconButton icon="help" label="Help" pressed={help} onClick={() => setHelp(!help)} />}
      <IconButton icon="cross" label="Close" onClick={onClose} />
    </header>
  );
}
