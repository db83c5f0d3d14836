import type { Bot } from "../protocol/bot";
import { useDesigner } from "../state/context";

interface Standing {
  tone: "ok" | "warn" | "bad" | "quiet";
  text: string;
}

/** How the bot stands, in a few words. */
export function standing(bot: Bot): Standing {
  const version = bot.live ? `version ${bot.live.number}` : "";
  switch (bot.running) {
    case "live":
      return { tone: "ok", text: version ? `Live: ${version}` : "Live" };
    case "starting":
      return { tone: "warn", text: "Starting" };
    case "listening":
      return { tone: "quiet", text: "Listening, does not answer" };
    case "failed":
      return { tone: "bad", text: "Does not run" };
    default:
      return { tone: "quiet", text: version ? `Not live: ${version}` : "Not published yet" };
  }
}

export function LivePill() {
  const bot = useDesigner((state) => state.bot);
  const { tone, text } = standing(bot);
  return (
    <span className="fd-pill fd-live" data-tone={tone} role="status" title={bot.running_text || undefined}>
      <i />
      {text}
    </span>
  );
}
