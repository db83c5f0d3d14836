import { useState } from "react";
import { SecretsButton } from "../form/SecretsButton";
import { Icon } from "../icons/Icon";
import type { BotVariable } from "../protocol/variables";
import { SidePanel } from "../shell/SidePanel";
import { useDesigner } from "../state/context";
import { useTold } from "../state/useTold";
import { NewVariable } from "./NewVariable";
import { SystemVariables } from "./SystemVariables";
import { VariableRow } from "./VariableRow";
import { searched } from "./values";

/** Every variable of the bot: what it is, and where it is set and read. */
export function VariablesPanel() {
  const variables = useTold("variables");
  const system = useDesigner((state) => state.system_variables);
  const isOnline = useDesigner((state) => state.connection === "online");
  const [search, setSearch] = useState("");
  const [isAdding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const describe = (name: string) => system.find((one) => one.name === name)?.description ?? "";
  const found = searched(variables ?? [], search, describe);
  const own = found.filter((one) => !one.is_system);
  const taken = (variables ?? []).map((one) => one.name);
  const close = (name?: string) => {
    setAdding(false);
    if (name) setOpened(name);
  };
  return (
    <SidePanel
      title="Variables"
      subtitle={variables ? `${variables.filter((one) => !one.is_system).length} of this bot` : "Looked up"}
      icon="braces"
      foot={
        <>
          <SecretsButton />
          <span className="fd-grow" />
          <button
            type="button"
            className="fd-button"
            disabled={!isOnline || isAdding}
            onClick={() => setAdding(true)}
          >
            <Icon name="plus" />
            Add variable
          </button>
        </>
      }
    >
      <label className="fd-search fd-variable-search">
        <Icon name="find" />
        <input
          type="search"
          className="fd-search-input"
          aria-label="Find a variable"
          placeholder="Find a variable"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      <fieldset className="fd-variables" disabled={!isOnline} aria-label="Variables of this bot">
        {isAdding && <NewVariable taken={taken} onDone={close} />}
        <List
          variables={own}
          taken={taken}
          opened={opened}
          onOpen={setOpened}
          none={variables && !isAdding ? noneYet(search) : ""}
        />
        <SystemVariables variables={found.filter((one) => one.is_system)} />
      </fieldset>
    </SidePanel>
  );
}

function noneYet(search: string): string {
  return search
    ? "No variable of this bot is called so."
    : "No variables yet. A block that asks something keeps the answer in one; or add one here.";
}

interface ListProps {
  variables: BotVariable[];
  taken: string[];
  opened: string | null;
  onOpen: (name: string | null) => void;
  none: string;
}

function List({ variables, taken, opened, onOpen, none }: ListProps) {
  if (!variables.length) return <p className="fd-hint">{none}</p>;
  return (
    <ul className="fd-variable-list">
      {variables.map((one) => (
        <VariableRow
          key={one.name}
          variable={one}
          taken={taken}
          isOpen={one.name === opened}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
}
