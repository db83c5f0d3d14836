import { useEffect, useRef, useState } from "react";
import type { BlockView, FlowView } from "../protocol/flow";
import type { Language, Languages } from "../protocol/languages";
import { useDesigner, useSession } from "../state/context";
import { problemsOf } from "../state/selectors";
import { TextRow } from "./TextRow";
import { isMissing, type Text, textsOf } from "./texts";

const MOST = 60;

interface Props {
  language: Language;
  main: Language;
  flows: Languages["flows"];
  /** The text that somebody wants to translate. */
  asked: { code: string; block: string } | null;
}

/** Every text of the flow on the screen, block by block, beside what it is in the language. */
export function TextTable({ language, main, flows, asked }: Props) {
  const session = useSession();
  const flow = useDesigner((state) => state.flow);
  const kinds = useDesigner((state) => state.catalog.kinds);
  const [missingOnly, setMissingOnly] = useState(false);
  const [most, setMost] = useState(MOST);
  // What has been filled in stays where it is until the list is made anew.
  const [kept, setKept] = useState<string[]>([]);
  const body = useRef<HTMLDivElement>(null);
  const { code, name } = language;
  const all = inOrder(flow).flatMap((block) => {
    const schema = kinds.find((kind) => kind.kind === block.kind)?.schema;
    const texts = textsOf(block, schema).filter(
      (text) => !missingOnly || kept.includes(keyOf(block, text)) || isMissing(block, text, code),
    );
    return texts.length ? [{ block, texts }] : [];
  });
  const wanted = asked?.code === code ? asked.block : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same block may be asked for again
  useEffect(() => {
    if (!wanted) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-block="${CSS.escape(wanted)}"]`);
    row?.scrollIntoView({ block: "start" });
    const first =
      row?.querySelector<HTMLElement>("[data-missing=true] [role=textbox]") ??
      row?.querySelector<HTMLElement>("[role=textbox]");
    // The panel takes the focus when it opens, and it opens around this.
    const timer = setTimeout(() => first?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
  }, [asked, wanted]);
  const rows = wanted ? all : all.slice(0, most);
  const elsewhere = flows.filter((one) => one.id !== flow?.id && one.missing[code]);
  return (
    <div ref={body} className="fd-texts">
      <label className="fd-check">
        <input
          type="checkbox"
          checked={missingOnly}
          onChange={(event) => {
            setKept([]);
            setMissingOnly(event.target.checked);
          }}
        />
        Missing only
      </label>
      {!rows.length && <p className="fd-hint">Nothing is missing in this flow.</p>}
      {rows.map(({ block, texts }) => (
        <section key={block.id} data-block={block.id} aria-label={block.title}>
          <button
            type="button"
            className="fd-text-link"
            title="Show the block"
            onClick={() => session.store.dispatch({ type: "revealed", block: block.id })}
          >
            {block.title}
          </button>
          {texts.map((text) => (
            <TextRow
              key={text.path}
              block={block}
              text={text}
              language={language}
              main={main}
              onChanged={() => setKept((before) => [...before, keyOf(block, text)])}
            />
          ))}
          <Complaints block={block.id} code={code} />
        </section>
      ))}
      {rows.length < all.length && (
        <button type="button" className="fd-button" onClick={() => setMost(most + MOST)}>
          Show more
        </button>
      )}
      {elsewhere.length > 0 && (
        <p className="fd-hint">
          Missing in other flows:{" "}
          {elsewhere.map((one) => (
            <button
              key={one.id}
              type="button"
              className="fd-text-link"
              title={`Translate ${one.name} into ${name}`}
              onClick={() => session.openFlow(one.id)}
            >
              {one.name} ({one.missing[code]})
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

/** The blocks as one reads them on the canvas: from left to right, and from above. */
function inOrder(flow: FlowView | null): BlockView[] {
  const at = (block: BlockView) => flow?.layout[block.id] ?? [0, 0];
  return Object.values(flow?.blocks ?? {}).sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

/** What is wrong with the translations of a block, besides those that are missing. */
function Complaints({ block, code }: { block: string; code: string }) {
  const problems = useDesigner((state) => problemsOf(state.problems, block));
  return problems
    .filter(
      ({ code: rule, mend }) =>
        rule !== "translation_missing" && mend?.op.op === "show_languages" && mend.op.language === code,
    )
    .map(({ message }) => (
      <p key={message} className="fd-complaint" data-severity="warning">
        {message}
      </p>
    ));
}

function keyOf(block: BlockView, text: Text): string {
  return `${block.id} ${text.path}`;
}
