import {
  IconBell,
  IconBrandDiscord,
  IconBrandSlack,
  IconBrandWhatsapp,
  IconDeviceMobileMessage,
  IconDevices,
  IconMail,
  IconMessage,
} from "@tabler/icons-react";

const ICONS = {
  email: IconMail,
  sms: IconDeviceMobileMessage,
  in_app: IconBell,
  push: IconDevices,
  whatsapp: IconBrandWhatsapp,
  slack: IconBrandSlack,
  discord: IconBrandDiscord,
} as const;

/** The icon of a channel of messages to people. A channel of a newer release has a general one. */
export function channelIcon(channel: string) {
  return Object.hasOwn(ICONS, channel) ? ICONS[channel as keyof typeof ICONS] : IconMessage;
}

const ORDER = ["email", "sms", "in_app", "push"]; // on every page

/** The place of a channel among others, for sorting. Unknown ones come last. */
export function channelRank(channel: string): number {
  const index = ORDER.indexOf(channel);
  return index < 0 ? ORDER.length : index;
}
