"""Which channels this installation has credentials for."""

from main_app.messages import kinds
from main_app.settings import MainSettings


def configured_channels(settings: MainSettings) -> frozenset[str]:
    """The channels that can deliver. Messages for others are skipped with the reason "not set up".

    In development all can: one without credentials delivers to the mailbox. E-mail always can: without a mail server
    e-mails wait, and an alert says so.
    """
    if settings.has_mailbox:
        return frozenset(kinds.PEOPLE_CHANNELS)
    channels = {kinds.EMAIL, kinds.IN_APP, kinds.PUSH, kinds.SLACK, kinds.DISCORD}
    if settings.has_twilio:
        channels.add(kinds.SMS)
    if has_whatsapp(settings):
        channels.add(kinds.WHATSAPP)
    return frozenset(channels)


def has_whatsapp(settings: MainSettings) -> bool:
    return bool(settings.whatsapp_token and settings.whatsapp_phone_number_id)
