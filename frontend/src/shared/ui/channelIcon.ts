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
