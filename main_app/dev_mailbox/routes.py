"""Routes of the mailbox, which shows every message as its receiver would see it. For admins, in development only."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, access
from main_app.dev_mailbox.schemas import (
    Emptied,
    MailboxAttachment,
    MailboxItem,
    MailboxMessage,
    MailboxPage,
    MailboxSearch,
)
from main_app.services.dev_mailbox import Mailbox, MailboxMail
from main_app.settings import settings
from service_kit import clock
from service_kit.fields import pagination
from service_kit.problems import NotFound
from service_kit.rate_limits import limit_per_account

mailbox_routes = APIBlueprint("mailbox", __name__, url_prefix="/api/mailbox", abp_tags=[Tag(name="Mailbox")])
FILE = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@mailbox_routes.get("", responses={200: MailboxPage})
@access(ADMIN)
def list_messages(query: MailboxSearch) -> dict[str, Any]:
    """The messages that were sent, newest first."""
    mailbox = _mailbox()
    ids = mailbox.ids(query.channel)
    mails = [mailbox.read(mail_id) for mail_id in ids[query.offset : query.offset + query.per_page]]
    return {
        "messages": [_summary(mail) for mail in mails if mail],
        "pagination": pagination(query.page, query.per_page, len(ids)),
    }


@mailbox_routes.get("/<mail_id>", responses={200: MailboxMessage})
@access(ADMIN)
def show_message(path: MailboxItem) -> dict[str, Any]:
    """One message: HTML, text, source and attachments."""
    mail = _mail(path.mail_id)
    attachments = [
        {"index": part.index, "name": part.name, "type": part.type, "size": len(part.content)}
        for part in mail.attachments()
    ]
    return _summary(mail) | {
        "html": mail.body("html"),
        "text": mail.body("plain"),
        "source": mail.source.decode("utf-8", "replace"),
        "attachments": attachments,
    }


@mailbox_routes.get("/<mail_id>/attachments/<int:index>", responses={200: FILE})
@access(ADMIN)
def download_attachment(path: MailboxAttachment) -> Response:
    """One attachment, as a file to save."""
    for part in _mail(path.mail_id).attachments():
        if part.index == path.index:
            response = Response(part.content, content_type="application/octet-stream")
            response.headers.set("Content-Disposition", "attachment", filename=part.name)
            # An attachment may contain anything, so the browser must not show it as a page of this site.
            response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
            return response
    raise NotFound("attachment")


@mailbox_routes.delete("", responses={200: Emptied})
@access(ADMIN)
@limit_per_account("30 per minute", "mailbox")
def empty_mailbox() -> dict[str, Any]:
    """Delete all messages from the mailbox."""
    deleted = _mailbox().empty()
    return {"message": f"{deleted} messages deleted.", "deleted": deleted}


def _mailbox() -> Mailbox:
    if not settings().has_mailbox:
        raise NotFound("page")
    return Mailbox(settings().data_dir / "mailbox")


def _mail(mail_id: str) -> MailboxMail:
    mail = _mailbox().read(mail_id)
    if mail is None:
        raise NotFound("message")
    return mail


def _summary(mail: MailboxMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "channel": mail.channel,
        "from": mail.sender(),
        "to": mail.recipient(),
        "subject": mail.header("Subject"),
        "at": clock.iso(mail.at),
    }
