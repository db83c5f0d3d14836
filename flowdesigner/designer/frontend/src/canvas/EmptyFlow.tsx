import { useCallback, useState } from "react";
import { TakeExample } from "../gallery/TakeExample";
import { KindChip } from "../icons/KindChip";
import { START } from "../protocol/catalog";
import { useDesigner, useSession } from "../state/context";
import { chooseText } from "../state/files";
import { kindOf } from "../state/selectors";
import { useAddBlock } from "./useAddBlock";

/** What a conversation usually begins with, and how the step is called. */
const FIRST: [kind: string, label: string][] = [
  ["send_message", "Say something"],
  ["ask_question", "Ask a question"],
  ["offer_choices", "Offer choices"],
];

/** What to do first in a flow without blocks, and what to do next in one that only begins: each step is a click. */
export function EmptyFlow() {
  const isEmpty = useDesigner((state) => state.flow !== null && !Object.keys(state.flow.blocks).length);
  const lonely = useDesigner((state) => {
    const [block, ...others] = Object.values(state.flow?.blocks ?? {});
    return block?.kind === START && !others.length ? block.id : null;
  });
  const start = useDesigner((state) => kindOf(state, START));
  const add = useAddBlock();
  if (lonely) return <FirstStep after={lonely} />;
  if (!isEmpty) return null;
  return (
    <div className="fd-empty">
      <h2>Draw the conversation</h2>
      <p>It begins when a customer writes. Add the start, then choose what the bot says next.</p>
      {start && (
        <button type="button" className="fd-button fd-primary" onClick={() => add(start)}>
          Add {start.label}
        </button>
      )}
    </div>
  );
}

function FirstStep({ after }: { after: string }) {
  const session = useSession();
  const catalog = useDesigner((state) => state.catalog);
  const isWhole = useDesigner((state) => state.bot.flows.length === 1);
  const [isChoosing, setChoosing] = useState(false);
  const close = useCallback(() => setChoosing(false), []);
  const add = useAddBlock();
  const takeIn = async () => {
    const text = await chooseText(".json,application/json");
    if (text !== undefined) session.import(text);
  };
  return (
    <>
      <section className="fd-empty" aria-labelledby="fd-first-step">
        <h2 id="fd-first-step">A customer writes. What does the bot do first?</h2>
        <div className="fd-steps-row">
          {FIRST.map(([name, label]) => {
            const kind = catalog.kinds.find((one) => one.kind === name);
            return (
              kind && (
                <button key={name} type="button" className="fd-button" onClick={() => add(kind, { after })}>
                  <KindChip kind={kind} />
                  {label}
                </button>
              )
            );
          })}
        </div>
        {isWhole && (
          <p>
            Or begin with{" "}
            <button type="button" className="fd-text-link" onClick={() => setChoosing(true)}>
              an example
            </button>{" "}
            or{" "}
            <button type="button" className="fd-text-link" onClick={() => void takeIn()}>
              a bot from a file
            </button>
            .
          </p>
        )}
      </section>
      {isChoosing && <TakeExample onClose={close} />}
    </>
  );
}
