import { memo } from "react";
import type { Kind } from "../protocol/catalog";
import { Icon } from "./Icon";

/** The 22 px square in the colour of the block's group, with the kind's picture. */
export const KindChip = memo(function KindChip({ kind }: { kind: Kind | undefined }) {
  if (!kind)
    return (
      <span className="fd-chip" data-group="unknown">
        <Icon name="unknown" />
      </span>
    );
  return (
    <span
      className="fd-chip"
      data-group={kind.group}
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: pictures come with installed kinds, as code does
      dangerouslySetInnerHTML={{ __html: kind.icon }}
    />
  );
});
