import { useDesigner } from "../state/context";
import { Choice } from "./Choice";
import { IdField } from "./IdField";
import { asText, type FieldProps } from "./input";

/** A team of the account; those that the bot answers in are marked. */
export function TeamField(props: FieldProps) {
  const account = useDesigner((state) => state.account);
  if (!account.teams.length) return <IdField {...props} what="team" />;
  const choices = account.teams.map((team) => ({
    value: team.id,
    label: team.is_bot_team ? `${team.name} (the bot answers here)` : team.name,
  }));
  return (
    <>
      <Choice {...props} value={asText(props.value)} choices={choices} />
      {!account.reachable && (
        <p className="fd-hint">Intercom cannot be reached at the moment; these are the teams known so far.</p>
      )}
    </>
  );
}
