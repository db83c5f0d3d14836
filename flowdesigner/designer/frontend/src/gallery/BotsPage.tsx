import { useCallback, useState } from "react";
import { Icon } from "../icons/Icon";
import { chooseText } from "../state/files";
import { BotList } from "./BotList";
import { ExampleCard } from "./ExampleCard";
import { NewBotDialog } from "./NewBotDialog";
import type { Beginning } from "./start";
import { useGallery } from "./useGallery";

/** All bots of the folder, and what a new one can begin with. */
export function BotsPage() {
  const { bots, pictures } = useGallery();
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const close = useCallback(() => setBeginning(null), []);
  const fromFile = async () => {
    const text = await chooseText(".json,application/json");
    if (text !== undefined) setBeginning({ kind: "file", text });
  };
  return (
    <section className="fd-bots" aria-label="Bots">
      <h1>Bots</h1>
      {bots ? (
        <>
          <p className="fd-lead">They are folders in {bots.folder}.</p>
          <BotList bots={bots.bots} path={bots.folder} />
          <h2>New bot</h2>
          <div className="fd-beginnings">
            <button type="button" className="fd-beginning" onClick={() => setBeginning({ kind: "empty" })}>
              <Icon name="plus" />
              <b>Empty bot</b>
              <span>Only the start. The canvas says what comes first.</span>
            </button>
            <button type="button" className="fd-beginning" onClick={() => void fromFile()}>
              <Icon name="down" />
              <b>From a file…</b>
              <span>A bot that somebody exported as JSON, with its tests.</span>
            </button>
          </div>
          <h2>Or begin with an example</h2>
          <p className="fd-lead">You get a copy of your own. Change what you like and try it at once.</p>
          <div className="fd-examples">
            {bots.examples.map((example) => (
              <ExampleCard
                key={example.id}
                example={example}
                picture={pictures[example.id]}
                verb="Use"
                onChoose={() => setBeginning({ kind: "example", example })}
              />
            ))}
          </div>
        </>
      ) : (
        <div className="fd-waiting" role="status" aria-label="Loading">
          <b />
          <b />
          <b />
        </div>
      )}
      {beginning && bots && (
        <NewBotDialog
          beginning={beginning}
          folder={bots.folder}
          taken={bots.bots.map((one) => one.name)}
          onClose={close}
        />
      )}
    </section>
  );
}
