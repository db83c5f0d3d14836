import { useDesigner } from "../state/context";
import { AccountChoice } from "./AccountChoice";
import type { FieldProps } from "./input";

/** A team of the account; those that the bot answers in are marked. */
export function TeamField(props: FieldProps) {
  const teams = useDesigner((state) => state.account.teams);
  const choices = teams.map((team) => ({
    value: team.id,
    label: team.is_bot_team ? `${team.name} (the bot answers here)` : team.name,
  }));
  return <AccountChoice {...props} noun="team" choices={choices} />;
}
