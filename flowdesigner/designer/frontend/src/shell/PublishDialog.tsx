import { useDesigner } from "../state/context";
import { PublishForm } from "./PublishForm";

/** Asks for a note and publishes; errors are listed and stop it, failed tests ask. */
export function PublishDialog() {
  const isOpen = useDesigner((state) => state.publishing !== "closed");
  return isOpen ? <PublishForm /> : null;
}
