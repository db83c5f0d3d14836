import { useDesigner, useSession } from "../state/context";
import { IconButton } from "./IconButton";

/** What has just happened, for a few seconds. */
export function Toasts() {
  const session = useSession();
  const toasts = useDesigner((state) => state.toasts);
  return (
    <div className="fd-toasts" role="status" aria-label="Messages">
      {toasts.map((toast) => (
        <div key={toast.id} className="fd-toast" data-tone={toast.tone}>
          <span>{toast.text}</span>
          {toast.offer && (
            <button
              type="button"
              className="fd-text-link"
              onClick={() => {
                if (toast.offer) session.take(toast.offer);
                session.store.dispatch({ type: "dismissed", id: toast.id });
              }}
            >
              {toast.offer.label}
            </button>
          )}
          <IconButton
            icon="cross"
            label="Dismiss"
            onClick={() => session.store.dispatch({ type: "dismissed", id: toast.id })}
          />
        </div>
      ))}
    </div>
  );
}
