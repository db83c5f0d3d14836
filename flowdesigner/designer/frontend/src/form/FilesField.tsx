import { type DragEvent, useRef, useState } from "react";
import { Icon } from "../icons/Icon";
import type { AttachedFile } from "../protocol/desk";
import { isObject, type Json } from "../protocol/json";
import { useSession } from "../state/context";
import { asText, type FieldProps } from "./input";
import { moved, removed } from "./list";
import { RowButtons } from "./RowButtons";
import { rowKeys } from "./rowKeys";

/** As `flow/attachment.py` has it: a larger one is not even sent to Python. */
const LARGEST = 5 * 1024 * 1024;

function filesOf(value: Json | undefined): AttachedFile[] {
  return Array.isArray(value) ? (value.filter(isObject) as unknown as AttachedFile[]) : [];
}

/** "820 bytes", "3.5 MB". */
export function sizeInWords(size: number): string {
  if (size < 1024) return `${size} bytes`;
  const [one, unit] = size >= 1024 * 1024 ? [1024 * 1024, "MB"] : [1024, "KB"];
  return `${(size / Number(one)).toFixed(1).replace(/\.0$/, "")} ${unit}`;
}

/** Files that are kept with the bot and sent along. */
export function FilesField({ id, shape, value, block, isBad, describedBy, onChange }: FieldProps) {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [underWay, setUnderWay] = useState<string[]>([]);
  const [troubles, setTroubles] = useState<string[]>([]);
  const [isOver, setOver] = useState(false);
  const files = filesOf(value);

  /** The block may have become another one while a file was on its way. */
  const append = (file: AttachedFile) => {
    const now = session.store.state.flow?.blocks[block.id];
    const listed = filesOf(now?.settings[shape.name]);
    if (!now || listed.some((one) => one.sha256 === file.sha256 && one.name === file.name)) return;
    onChange([...listed, file]);
  };

  const add = async (chosen: File[]) => {
    setTroubles([]);
    for (const one of chosen) {
      const complain = (text: string) => setTroubles((before) => [...before, text]);
      if (one.size > LARGEST) {
        complain(`“${one.name}” has ${sizeInWords(one.size)}; a file may have ${sizeInWords(LARGEST)}.`);
        continue;
      }
      setUnderWay((names) => [...names, one.name]);
      try {
        const reply = await session.upload(one.name, await one.arrayBuffer());
        if ("file" in reply) append(reply.file);
        else complain(reply.error);
      } catch {
        complain(`“${one.name}” cannot be read.`);
      }
      setUnderWay((names) => names.filter((name) => name !== one.name));
    }
  };

  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(event.type === "dragover");
    if (event.type === "drop") void add([...event.dataTransfer.files]);
  };

  return (
    <div
      className="fd-rows fd-files"
      data-over={isOver || undefined}
      aria-describedby={describedBy}
      onDragOver={drop}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {files.map((file, index) => (
        <div
          key={`${file.sha256}-${file.name}`}
          className="fd-row fd-file"
          onKeyDown={rowKeys(index, files.length, (step) => onChange(moved(files, index, step)))}
        >
          <Icon name="clip" />
          <span className="fd-file-name" title={file.name}>
            {asText(file.name)}
          </span>
          <span className="fd-hint">{sizeInWords(Number(file.size))}</span>
          <RowButtons
            name={file.name}
            isFirst={index === 0}
            isLast={index === files.length - 1}
            onMove={(step) => onChange(moved(files, index, step))}
            onRemove={() => onChange(removed(files, index))}
          />
        </div>
      ))}
      <div className="fd-row">
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            void add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <button
          type="button"
          className="fd-button fd-small"
          data-bad={isBad || undefined}
          onClick={() => input.current?.click()}
        >
          <Icon name="plus" />
          Add files
        </button>
        <span className="fd-hint">or drop them here</span>
      </div>
      <div role="status">
        {underWay.length > 0 && <p className="fd-hint">Adding {underWay.join(", ")}</p>}
        {troubles.map((text) => (
          <p key={text} className="fd-complaint">
            {text}
          </p>
        ))}
      </div>
    </div>
  );
}
