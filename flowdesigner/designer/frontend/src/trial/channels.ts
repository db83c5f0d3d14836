import type { Trial } from "../protocol/trial";

/** How customers write, in Intercom's words and ours. */
export const CHANNELS: Record<string, string> = {
  conversation: "Messenger",
  email: "Email",
  whatsapp: "WhatsApp",
  facebook: "Facebook",
  instagram: "Instagram",
  sms: "SMS",
};

export function channelOf(trial: Trial | null): string {
  const channel = trial?.channel ?? "conversation";
  return CHANNELS[channel] ?? channel;
}

/** What the customer wrote last without anybody answering it: what the bot hears when it gets the conversation back. */
export function unanswered(trial: Trial | null): string {
  const last = trial?.lines.at(-1);
  if (trial?.status !== "handed_over" || last?.who !== "customer") return "";
  return new DOMParser().parseFromString(last.text, "text/html").body.textContent ?? "";
}
