"""The studio's facts, with the defaults of what is not set."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.pictures.models import LOGO, STUDIO
from main_app.pictures.queries import ROW, picture_json, pictures
from main_app.services.payment_providers import provider_for
from main_app.settings import settings
from main_app.studio.colours import Palette, palette
from main_app.studio.models import Studio
from main_app.studio.schemas import LANGUAGES
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import read_connection

DEFAULT_NAME = "Samaya"
OF_ORGANISATION = CompiledStatement(
    select(Studio.__table__).where(Studio.__table__.c.organisation_id == bindparam("organisation"))
)
PICTURES = CompiledStatement(
    select(*ROW).where(
        or_(pictures.subject_type == LOGO, pictures.subject_type == STUDIO),
        pictures.subject_id == bindparam("organisation"),
    )
)


@dataclass(frozen=True)
class StudioFacts:
    """What pages, mails, receipts and previews say of the studio. `palette` is None if it has no colour of its own.

    `own_name` is the name that the studio has set; without one, `name` is the product's.
    """

    name: str
    own_name: str | None
    heading: str | None
    logo: dict[str, Any] | None  # the fields of a PictureOut
    picture: dict[str, Any] | None
    colour: str | None
    palette: Palette | None
    contact_email: str | None
    contact_phone: str | None
    address: str
    about: str
    terms: str
    privacy: str
    default_currency: str
    default_time_zone: str
    languages: tuple[str, ...]
    review_above_cents: int | None
    google_sign_in: bool
    takes_payments: bool
    version: int


def studio_facts() -> StudioFacts:
    organisation = {"organisation": ONLY_ORGANISATION}
    with read_connection() as connection:
        row = OF_ORGANISATION.first(connection, organisation)
        shown = {row.subject_type: picture_json(row) for row in PICTURES.all(connection, organisation)}
    currency = row.default_currency or settings().default_currency
    return StudioFacts(
        name=row.name or DEFAULT_NAME,
        own_name=row.name,
        heading=row.heading,
        logo=shown.get(LOGO),
        picture=shown.get(STUDIO),
        colour=row.colour,
        palette=palette(row.colour) if row.colour else None,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        address=row.address or "",
        about=row.about or "",
        terms=row.terms or "",
        privacy=row.privacy or "",
        default_currency=currency,
        default_time_zone=row.default_time_zone or settings().default_time_zone,
        languages=tuple(row.languages or LANGUAGES),
        review_above_cents=row.review_above_cents,
        google_sign_in=settings().has_google,
        takes_payments=provider_for(settings(), currency) is not None,
        version=row.version,
    )


def default_currency() -> str:
    """The currency of a new session that names none."""
    with read_connection() as connection:
        row = OF_ORGANISATION.first(connection, {"organisation": ONLY_ORGANISATION})
    return row.default_currency or settings().default_currency
