import { type SubmitEvent, useState } from "react";
import { Icon } from "../icons/Icon";
import type { Trial } from "../protocol/trial";
import { Popover } from "../shell/Popover";
import { useSession } from "../state/context";
import { dayAfter } from "./days";

const STEPS = [
  { label: "1 minute later", minutes: 1 },
  { label: "10 minutes later", minutes: 10 },
  { label: "1 hour later", minutes: 60 },
  { label: "The next day, same time", minutes: 1440 },
];

/** Moves the clock of *Try it* on: by a stretch, or to a day and a time. */
export function SkipTime({ trial }: { trial: Trial | null }) {
  return (
    <Popover
      label="Skip time"
      button={
        <>
          <Icon name="clock" />
          Skip time
        </>
      }
    >
      {(close) => <Steps date={trial?.date ?? ""} close={close} />}
    </Popover>
  );
}

function Steps({ date, close }: { date: string; close: () => void }) {
  const session = useSession();
  const [day, setDay] = useState(dayAfter(date));
  const [time, setTime] = useState("09:00");
  const skipTo = (event: SubmitEvent) => {
    event.preventDefault();
    session.try({ do: "skip_to", text: `${day} ${time}` });
    close();
  };
  return (
    <>
      {STEPS.map(({ label, minutes }) => (
        <button
          key={label}
          type="button"
          className="fd-menu-item"
          onClick={() => {
            session.try({ do: "skip", minutes });
            close();
          }}
        >
          {label}
        </button>
      ))}
      <form className="fd-popover-form" onSubmit={skipTo}>
        <span className="fd-row">
          <input
            className="fd-input"
            type="date"
            aria-label="Day"
            required
            min={date}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <input
            className="fd-input"
            type="time"
            aria-label="Time"
            required
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
        </span>
        <button type="submit" className="fd-button fd-small">
          Skip to this time
        </button>
      </form>
    </>
  );
}
