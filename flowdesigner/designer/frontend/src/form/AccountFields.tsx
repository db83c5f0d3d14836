import { useDesigner } from "../state/context";
import { AccountChoice } from "./AccountChoice";
import { Choice } from "./Choice";
import { asText, type FieldProps } from "./input";

/** A teammate of the account; those who take no conversations are marked. */
export function AgentField(props: FieldProps) {
  const agents = useDesigner((state) => state.account.agents);
  const choices = agents.map((agent) => ({
    value: agent.id,
    label: agent.has_inbox_seat ? agent.name : `${agent.name} (has no inbox)`,
  }));
  return <AccountChoice {...props} noun="teammate" choices={choices} empty="Nobody" />;
}

/** Who takes conversations over. */
export function ProviderField(props: FieldProps) {
  const providers = useDesigner((state) => state.account.providers);
  const choices = providers.map((one) => ({ value: one.id, label: one.label }));
  return <Choice {...props} value={asText(props.value)} choices={choices} />;
}

/** Another flow of the bot, or this one. */
export function FlowField(props: FieldProps) {
  const flows = useDesigner((state) => state.bot.flows);
  const here = useDesigner((state) => state.flow?.id);
  const choices = flows
    .filter((flow) => flow.id !== here || flow.id === props.value)
    .map((flow) => ({ value: flow.id, label: flow.name }));
  return <Choice {...props} value={asText(props.value)} choices={choices} empty="This flow" />;
}
