"""Requests and responses of the mailbox routes."""

from typing import Annotated

from pydantic import Field

from service_kit.fields import Out, Paged, Pagination, Query

MailId = Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]


class MailboxSearch(Paged):
    channel: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")] | None = None


class MailboxItem(Query):
    mail_id: MailId


class MailboxAttachment(MailboxItem):
    index: int = Field(ge=0, le=1000)


class MailboxSummary(Out):
    id: str
    channel: str
    from_: str = Field(alias="from")
    to: str
    subject: str
    at: str


class MailboxPage(Out):
    messages: list[MailboxSummary]
    pagination: Pagination


class AttachmentOut(Out):
    index: int
    name: str
    type: str
    size: int  # bytes


class MailboxMessage(MailboxSummary):
    html: str | None
    text: str | None
    source: str
    attachments: list[AttachmentOut]


class Emptied(Out):
    message: str
    deleted: int
