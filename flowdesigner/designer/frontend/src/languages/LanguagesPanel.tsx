import { useEffect, useState } from "react";
import { SidePanel } from "../shell/SidePanel";
import { useDesigner, useSession } from "../state/context";
import { chooseText } from "../state/files";
import { useTold } from "../state/useTold";
import { LanguageList } from "./LanguageList";
import { Select } from "./Select";
import { TextTable } from "./TextTable";

/** The languages that the bot speaks, and every text of the flow beside its translation. */
export function LanguagesPanel() {
  const session = useSession();
  const known = useTold("languages");
  const isOnline = useDesigner((state) => state.connection === "online");
  const takenIn = useDesigner((state) => state.desk.takenIn);
  const asked = useDesigner((state) => state.desk.translating);
  const [chosen, setChosen] = useState("");
  useEffect(() => {
    if (asked) setChosen(asked.code);
  }, [asked]);
  const [main, ...others] = known?.languages ?? [];
  const shown = others.find((one) => one.code === chosen) ?? others[0];
  const takeIn = async () => {
    const text = await chooseText(".csv,text/csv");
    if (text !== undefined) session.ask({ type: "languages", do: "import", text });
  };
  return (
    <SidePanel
      title="Languages"
      subtitle={main ? [main, ...others].map((one) => one.name).join(", ") : ""}
      icon="languages"
      foot={
        shown && (
          <>
            <button
              type="button"
              className="fd-button"
              disabled={!isOnline}
              onClick={() => session.ask({ type: "languages", do: "export" })}
            >
              Export CSV
            </button>
            <button type="button" className="fd-button" disabled={!isOnline} onClick={() => void takeIn()}>
              Import CSV
            </button>
          </>
        )
      }
    >
      {known && !main && (
        <>
          <p className="fd-hint">
            Say in which language the bot is written, then add others. Each customer reads their own, and this
            one where a translation is missing.
          </p>
          <Select
            label="The bot is written in"
            options={known.offered}
            onChoose={(code) => session.ask({ type: "languages", do: "main", code })}
          />
        </>
      )}
      {known && main && <LanguageList known={known} shown={shown?.code ?? ""} onShow={setChosen} />}
      {takenIn && (
        <div className="fd-taken-in" role="status">
          {takenIn.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      {main && shown && known && (
        <TextTable key={shown.code} language={shown} main={main} flows={known.flows} asked={asked} />
      )}
    </SidePanel>
  );
}
