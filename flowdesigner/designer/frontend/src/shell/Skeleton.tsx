import { useDesigner } from "../state/context";

/** Grey cards while the flow is on its way; they appear only when it takes longer than a blink. */
export function Skeleton() {
  const isWaiting = useDesigner((state) => state.flow === null);
  if (!isWaiting) return null;
  return (
    <div className="fd-skeleton" role="status">
      <span className="fd-hidden">The flow is loading</span>
      <b />
      <b />
      <b />
    </div>
  );
}
