import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useContext, useEffect, useRef } from "react";
import { useGlide } from "../canvas/glide";
import type { Change, ChangedBlock, ChangedFlow } from "../protocol/versions";
import { Chosen } from "./chosen";
import { Mark } from "./Mark";
import { beforeAndAfter } from "./values";

const ORDER: Change[] = ["added", "removed", "changed", "moved"];
const FATES = { added: "This flow is new.", removed: "This flow is gone.", changed: "" };

/** What changed in a flow, in words, and what each field was and is. */
export function CompareWords({ flow }: { flow: ChangedFlow }) {
  const rows = Object.entries(flow.blocks).sort(
    ([, a], [, b]) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
  return (
    <>
      <section aria-label={`Changes of ${flow.name} in words`}>
        <h3 className="fd-label">In words</h3>
        {FATES[flow.state] && <p className="fd-lead">{FATES[flow.state]}</p>}
        <ul className="fd-sentences">
          {flow.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      {rows.length > 0 && (
        <section aria-label="Blocks">
          <h3 className="fd-label">Block by block</h3>
          <ul className="fd-changed">
            {rows.map(([id, block]) => (
              <Row key={id} id={id} block={block} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Row({ id, block }: { id: string; block: ChangedBlock }) {
  const { getInternalNode } = useReactFlow();
  const { getState } = useStoreApi();
  const glide = useGlide();
  const { block: chosen, choose } = useContext(Chosen);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen === id) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen, id]);
  const show = () => {
    choose(id);
    const node = getInternalNode(id);
    if (!node) return;
    const { width = 0, height = 0 } = node.measured;
    const { x, y } = node.position;
    const canvas = getState();
    glide({ x: (canvas.width - width) / 2 - x, y: (canvas.height - height) / 2 - y, zoom: 1 });
  };
  return (
    <li ref={row}>
      <button type="button" className="fd-changed-head" aria-pressed={chosen === id} onClick={show}>
        <span>{block.title}</span>
        <Mark change={block.state} />
      </button>
      {block.renamed_from !== null && <p className="fd-hint">It was called “{block.renamed_from}”.</p>}
      {block.fields.map((field) => {
        const [before, after] = beforeAndAfter(field.old, field.new);
        return (
          <dl key={field.name} className="fd-field-change">
            <dt className="fd-field-name">{field.title}</dt>
            <div data-which="before">
              <dt>Before</dt>
              <dd>{before}</dd>
            </div>
            <div data-which="after">
              <dt>After</dt>
              <dd>{after}</dd>
            </div>
          </dl>
        );
      })}
    </li>
  );
}
