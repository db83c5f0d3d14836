import { Icon } from "../icons/Icon";
import type { Languages } from "../protocol/languages";
import { Menu } from "../shell/Menu";
import { useSession } from "../state/context";
import { Select } from "./Select";

interface Props {
  known: Languages;
  shown: string;
  onShow: (code: string) => void;
}

/** The main language, the others with how far each is, and one more. */
export function LanguageList({ known, shown, onShow }: Props) {
  const session = useSession();
  const [main, ...others] = known.languages;
  const ask = (what: "add" | "remove" | "main", code: string) =>
    session.ask({ type: "languages", do: what, code });
  const remove = (code: string, name: string) => {
    ask("remove", code);
    session.toast("ok", `${name} is removed, with its texts.`, {
      label: "Take it back",
      ask: { type: "undo" },
    });
  };
  const written = known.offered.filter((one) => one.code !== main?.code);
  return (
    <>
      <ul className="fd-language-list" aria-label="Languages">
        <li>
          <span className="fd-language">
            <b>{main?.name}</b>
            <small>The bot is written in it</small>
          </span>
        </li>
        {others.map(({ code, name, texts, missing }) => (
          <li key={code} data-shown={code === shown}>
            <button
              type="button"
              className="fd-language"
              aria-pressed={code === shown}
              onClick={() => onShow(code)}
            >
              <b>{name}</b>
              <small>{missing ? `${missing} of ${texts} texts missing` : "All texts are there"}</small>
              <progress aria-label={`${name}: translated`} max={texts || 1} value={texts - missing} />
            </button>
            <Menu
              label={`More for ${name}`}
              className="fd-button fd-square fd-ghost"
              button={<Icon name="more" />}
              items={[
                { label: "Make it the main language", onChoose: () => ask("main", code) },
                { label: "Remove, with its texts", onChoose: () => remove(code, name) },
              ]}
            />
          </li>
        ))}
      </ul>
      <div className="fd-language-more">
        <Select label="Add a language" options={written} onChoose={(code) => ask("add", code)} />
        {!others.length && (
          <Select label="Written in another" options={written} onChoose={(code) => ask("main", code)} />
        )}
      </div>
    </>
  );
}
