import { type KeyboardEvent, useRef, useState } from "react";
import { Icon } from "../icons/Icon";
import type { Json } from "../protocol/json";
import { VariableChip } from "../text/VariableChip";
import { foldedAtFirst, type TreeRow, treeOf, valueInWords } from "./answer";

interface Props {
  answer: Json;
  /** The variables that fields are kept in already, by path. */
  kept: ReadonlyMap<string, string>;
  /** Whether the values of this variable are not to be seen. */
  isMasked: (variable: string) => boolean;
  onPick: (path: string) => void;
}

const MASK = "••••••";

/** The answer of a call as a tree: a click, or Enter, keeps a field of it in a variable. */
export function AnswerTree({ answer, kept, isMasked, onPick }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => foldedAtFirst(answer));
  const [at, setAt] = useState(0);
  const tree = useRef<HTMLDivElement>(null);
  const rows = treeOf(answer, folded);
  const now = Math.min(at, rows.length - 1);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(next);
    tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[next]?.focus();
  };
  const fold = (path: string, close: boolean) => {
    const next = new Set(folded);
    if (close) next.add(path);
    else next.delete(path);
    setFolded(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[now];
    if (!row || event.altKey) return;
    const isOpen = row.size > 0 && !folded.has(row.path);
    const parent = rows.slice(0, now).findLastIndex((one) => one.depth < row.depth);
    if (event.key === "ArrowDown") go(now + 1);
    else if (event.key === "ArrowUp") go(now - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === "ArrowRight" && row.size) isOpen ? go(now + 1) : fold(row.path, false);
    else if (event.key === "ArrowLeft") isOpen ? fold(row.path, true) : go(parent);
    else if (event.key === "Enter" || event.key === " ") onPick(row.path);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={tree} className="fd-tree" role="tree" aria-label="Answer" tabIndex={-1} onKeyDown={onKeyDown}>
      {rows.map((row, index) => (
        <Line
          key={row.path}
          row={row}
          isFolded={folded.has(row.path)}
          variable={kept.get(row.path)}
          isMasked={isMasked}
          isCurrent={index === now}
          onFold={() => fold(row.path, !folded.has(row.path))}
          onFocus={() => setAt(index)}
          onPick={() => onPick(row.path)}
        />
      ))}
    </div>
  );
}

interface LineProps {
  row: TreeRow;
  isFolded: boolean;
  variable: string | undefined;
  isMasked: Props["isMasked"];
  isCurrent: boolean;
  onFold: () => void;
  onFocus: () => void;
  onPick: () => void;
}

function Line({ row, isFolded, variable, isMasked, isCurrent, onFold, onFocus, onPick }: LineProps) {
  const said = variable && isMasked(variable) ? MASK : valueInWords(row);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
    <div
      role="treeitem"
      className="fd-tree-line"
      style={{ paddingLeft: `${row.depth * 14 + 4}px` }}
      tabIndex={isCurrent ? 0 : -1}
      aria-level={row.depth + 1}
      aria-expanded={row.size ? !isFolded : undefined}
      aria-selected={variable !== undefined}
      aria-label={`${row.key}: ${said}${variable ? `, kept in ${variable}` : ""}`}
      title={variable ? `Kept in ${variable}` : `Keep ${row.path}`}
      data-kind={row.size ? "inner" : typeof row.value}
      onFocus={onFocus}
      onClick={onPick}
    >
      {row.size > 0 && (
        <span
          className="fd-tree-fold"
          aria-hidden="true"
          data-folded={isFolded}
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          <Icon name="chevron" />
        </span>
      )}
      <span className="fd-tree-key">{row.key}</span>
      <span className="fd-tree-value">{said}</span>
      {variable && <VariableChip name={variable} />}
    </div>
  );
}
