import { Icon } from "../icons/Icon";
import { asText, type FieldProps } from "./input";
import { moved, removed, replaced } from "./list";
import { RowButtons } from "./RowButtons";
import { rowKeys } from "./rowKeys";
import { TemplateEditor } from "./TemplateEditor";

/** Addresses of pictures, sent after the text. */
export function ImagesField({ id, value, isRefused, isBad, describedBy, onChange }: FieldProps) {
  const images = Array.isArray(value) ? value.map(asText) : [];
  return (
    <div className="fd-rows" aria-describedby={describedBy}>
      {images.map((image, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: addresses have no identity but their place
          key={index}
          className="fd-row"
          onKeyDown={rowKeys(index, images.length, (step) => onChange(moved(images, index, step)))}
        >
          <TemplateEditor
            id={`${id}-${index}`}
            label={`Address of image ${index + 1}`}
            placeholder="https://"
            value={image}
            isRefused={isRefused}
            isBad={isBad}
            onChange={(text) => onChange(replaced(images, index, text))}
          />
          <RowButtons
            name={`image ${index + 1}`}
            isFirst={index === 0}
            isLast={index === images.length - 1}
            onMove={(step) => onChange(moved(images, index, step))}
            onRemove={() => onChange(removed(images, index))}
          />
        </div>
      ))}
      <button type="button" className="fd-button fd-small" onClick={() => onChange([...images, ""])}>
        <Icon name="plus" />
        Add image
      </button>
    </div>
  );
}
