import { TemplateEditor } from "../form/TemplateEditor";
import type { BlockView } from "../protocol/flow";
import type { Language } from "../protocol/languages";
import { useSession } from "../state/context";
import { Formatted } from "../text/Formatted";
import { isMissing, type Text, translationOf } from "./texts";

interface Props {
  block: BlockView;
  text: Text;
  language: Language;
  main: Language;
  onChanged: () => void;
}

/** One text in the main language, and in the other one. */
export function TextRow({ block, text, language, main, onChanged }: Props) {
  const session = useSession();
  const { code, name } = language;
  const { path, label, words, rich } = text;
  const change = (now: string) => {
    onChanged();
    session.edit({ op: "translate", block: block.id, language: code, texts: { [path]: now } });
  };
  return (
    <div className="fd-text-row" data-missing={isMissing(block, text, code)}>
      <p lang={main.code}>
        <small>{label}</small>
        <Formatted source={words} />
      </p>
      <div lang={code}>
        <TemplateEditor
          id={`fd-text-${code}-${block.id}-${path}`}
          label={`${label} of ${block.title} in ${name}`}
          rich={rich}
          value={translationOf(block, path, code)}
          placeholder={isMissing(block, text, code) ? `Missing in ${name}` : undefined}
          onChange={change}
        />
      </div>
    </div>
  );
}
