import { Icon } from "../icons/Icon";
import { Menu } from "../shell/Menu";
import { useSession } from "../state/context";

const STEPS = [
  { label: "1 minute later", minutes: 1 },
  { label: "10 minutes later", minutes: 10 },
  { label: "1 hour later", minutes: 60 },
  { label: "1 day later", minutes: 1440 },
];

/** Moves the clock of *Try it* on. */
export function SkipMenu() {
  const session = useSession();
  return (
    <Menu
      label="Skip time"
      up
      button={
        <>
          <Icon name="clock" />
          Skip time
        </>
      }
      items={STEPS.map(({ label, minutes }) => ({
        label,
        onChoose: () => session.try({ do: "skip", minutes }),
      }))}
    />
  );
}
