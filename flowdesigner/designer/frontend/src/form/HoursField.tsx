import { Icon } from "../icons/Icon";
import { IconButton } from "../shell/IconButton";
import type { FieldProps } from "./input";
import { useDraft } from "./useDraft";
import { added, DAYS, forField, likeDay, opened, type Stretch, WORKING_DAYS, weekOf } from "./week";

function named(day: string): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

/** Opening hours by the day of the week; a day may have several stretches, or none. */
export function HoursField({ value, isRefused, describedBy, onChange }: FieldProps) {
  const draft = useDraft<Stretch[]>(weekOf(value), (week) => onChange(weekOf(week)), isRefused);
  const week = draft.value;
  return (
    <div className="fd-week" aria-describedby={describedBy}>
      {DAYS.map((day) => (
        <Day
          key={day}
          day={day}
          week={week}
          onChange={draft.commit}
          onType={draft.change}
          onLeave={draft.flush}
        />
      ))}
    </div>
  );
}

interface DayProps {
  day: string;
  week: Stretch[];
  onChange: (week: Stretch[]) => void;
  onType: (week: Stretch[]) => void;
  onLeave: () => void;
}

function Day({ day, week, onChange, onType, onLeave }: DayProps) {
  const stretches = week.filter((one) => one.day === day);
  const isOpen = stretches.length > 0;
  const others = week.filter((one) => one.day !== day);
  const put = (index: number, change: Partial<Stretch>) => {
    const next = stretches.map((one, at) => (at === index ? { ...one, ...change } : one));
    onType([...others, ...next]);
  };
  const drop = (index: number) => onChange([...others, ...stretches.filter((_, at) => at !== index)]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset is read twice
    <div className="fd-day" role="group" aria-label={named(day)}>
      <label className="fd-day-name">
        <input
          type="checkbox"
          checked={isOpen}
          aria-label={`Open on ${named(day)}`}
          onChange={() => onChange(isOpen ? others : opened(week, day))}
        />
        {named(day).slice(0, 3)}
      </label>
      <div className="fd-stretches">
        {!isOpen && <span className="fd-closed">closed</span>}
        {stretches.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no identity but its place
          <div key={index} className="fd-stretch">
            <Clock
              label={`${named(day)} from`}
              value={one.opens}
              onType={(opens) => put(index, { opens })}
              onLeave={onLeave}
            />
            <span aria-hidden="true">–</span>
            <Clock
              label={`${named(day)} until`}
              value={one.closes}
              onType={(closes) => put(index, { closes })}
              onLeave={onLeave}
            />
            {index === 0 ? (
              <IconButton
                icon="plus"
                label={`More hours on ${named(day)}`}
                onClick={() => onChange(added(week, day))}
              />
            ) : (
              <IconButton icon="cross" label={`Remove hours of ${named(day)}`} onClick={() => drop(index)} />
            )}
          </div>
        ))}
        {day === "monday" && isOpen && (
          <button
            type="button"
            className="fd-text-link"
            onClick={() => onChange(likeDay(week, day, WORKING_DAYS))}
          >
            <Icon name="copy" />
            Same until Friday
          </button>
        )}
      </div>
    </div>
  );
}

interface ClockProps {
  label: string;
  value: string;
  onType: (clock: string) => void;
  onLeave: () => void;
}

function Clock({ label, value, onType, onLeave }: ClockProps) {
  return (
    <input
      type="time"
      className="fd-input fd-clock"
      aria-label={label}
      value={forField(value)}
      onChange={(event) => {
        if (event.target.value) onType(event.target.value);
      }}
      onBlur={onLeave}
    />
  );
}
