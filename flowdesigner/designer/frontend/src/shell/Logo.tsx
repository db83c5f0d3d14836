/** The mark of flowdesigner. */
export function Logo() {
  return (
    <span className="fd-logo">
      <svg viewBox="0 0 24 24" width="15" height="15" aria-hidden="true">
        <path d="M5 6h6a4 4 0 0 1 4 4v8M15 18l-4-4M15 18l4-4" />
      </svg>
    </span>
  );
}
