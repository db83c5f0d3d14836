/** The help that comes with a block's kind. */
export function Help({ html }: { html: string }) {
  return (
    <section
      className="fd-help"
      aria-label="About this block"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: help comes with installed kinds, as code does
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
