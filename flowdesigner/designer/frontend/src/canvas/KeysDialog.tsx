import { Fragment, useEffect, useRef } from "react";

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const CTRL = MAC ? "⌘" : "Ctrl";

/** The keys of the canvas, as the dialog shows them. */
const KEYS: [string, [string[], string][]][] = [
  [
    "Finding the way",
    [
      [["→", "←"], "Along the lines, to the next block or back"],
      [["↑", "↓"], "To the block above or below"],
      [["Home"], "To the start"],
      [[`${CTRL} F`], "Find names, texts and variables"],
      [["U"], "Where the block is used"],
      [["F"], "Show all"],
      [["M"], "Map of the flow"],
      [["T", "H", "V", "L"], "Tests; versions (their history); variables; languages"],
      [["+", "−", "0"], "Zoom in, out, to 100%"],
    ],
  ],
  [
    "Adding and connecting",
    [
      [["A"], "Add a block, at the mouse"],
      [["N"], "Add a note, at the mouse"],
      [["G"], "Put a frame around the selected blocks"],
      [["/"], "Find a block on the palette"],
      [["C"], "Lead a way out of the block to another one"],
      [["Enter"], "Open the block's settings"],
      [["Esc"], "Close them, and back to the card"],
    ],
  ],
  [
    "Changing",
    [
      [[`${CTRL} Z`, `${CTRL} Y`], "Undo, redo"],
      [["Delete"], "Delete what is selected"],
      [["Alt →"], "Move the selected blocks; likewise ← ↑ ↓"],
      [[`${CTRL} C`, `${CTRL} X`, `${CTRL} V`], "Copy, cut, paste; also into another flow or bot"],
      [[`${CTRL} D`], "Duplicate"],
    ],
  ],
  [
    "Selecting",
    [
      [[`${CTRL} A`], "All blocks"],
      [["Space"], "Add the block to the selection, or take it out"],
      [["Shift click"], "The same with the mouse; drag over the canvas for several"],
    ],
  ],
];

/** Lists the keys. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="fd-dialog fd-keys" aria-labelledby="fd-keys-title" onClose={onClose}>
      <h2 id="fd-keys-title">Keys</h2>
      <div className="fd-keys-groups">
        {KEYS.map(([title, rows]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([keys, what]) => (
                <Fragment key={what}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="fd-dialog-foot">
        <button type="button" className="fd-button fd-primary" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}
