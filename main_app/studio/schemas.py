"""Requests and responses of the studio's routes."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from main_app.pictures.schemas import PictureOut, PlacedPicture
from main_app.studio.colours import LIGHT_PAGE, READABLE, contrast, is_readable
from service_kit.fields import Body, Currency, Email, Out, Phone, TimeZone, at_most, one_line, visible
from service_kit.problems import field_error

MAX_TEXT_LENGTH = 20_000
LANGUAGES = ("en", "hi")


def _readable(value: str) -> str:
    colour = value.lower()
    if not is_readable(colour):
        raise field_error(
            "no_contrast",
            f"This colour is too light for links and buttons: its contrast with the page is "
            f"{contrast(colour, LIGHT_PAGE):.1f} to 1, and text needs {READABLE} to 1. Choose a darker colour.",
        )
    return colour


def _different(languages: list[str]) -> list[str]:
    if len(set(languages)) < len(languages):
        raise field_error("repeated", "{field} names a language twice.")
    return languages


StudioName = Annotated[
    str, Field(min_length=1, max_length=80), AfterValidator(visible), AfterValidator(one_line), at_most(80)
]
Heading = Annotated[
    str, Field(max_length=120, description="of the first page, Discover"), AfterValidator(one_line), at_most(120)
]
Colour = Annotated[
    str,
    Field(pattern=r"^#[0-9A-Fa-f]{6}$", description="such as #0f5a60; both themes are derived from it"),
    AfterValidator(_readable),
]
Text = Annotated[str, Field(max_length=MAX_TEXT_LENGTH, description="Markdown")]
Language = Literal["en", "hi"]
Languages = Annotated[
    list[Language],
    Field(min_length=1, max_length=len(LANGUAGES), description="the first is the default"),
    AfterValidator(_different),
]
ReviewAbove = Annotated[
    int, Field(ge=0, le=100_000_000, description="from this price in cents, guests review before they pay")
]


class StudioChange(Body):
    """What changes. Null, or an empty text, removes what was set."""

    name: StudioName | None = None
    heading: Heading | None = None
    logo: PlacedPicture | None = None
    picture: PlacedPicture | None = None
    colour: Colour | None = None
    contact_email: Email | None = None
    contact_phone: Phone | None = None
    address: Annotated[str, Field(max_length=500)] | None = None
    about: Text | None = None
    terms: Text | None = None
    privacy: Text | None = None
    default_currency: Currency | None = None
    default_time_zone: TimeZone | None = None
    languages: Languages | None = None
    review_above_cents: ReviewAbove | None = None


class ThemeColours(Out):
    accent: str
    on_accent: str
    accent_soft: str


class Colours(Out):
    """Derived from the studio's colour, for the light and the dark theme."""

    shades: list[str] = Field(description="ten, from light to dark")
    light: ThemeColours
    dark: ThemeColours


class StudioOut(Out):
    name: str
    heading: str | None = Field(description="of Discover; null: one of the product's own, in the reader's language")
    logo: PictureOut | None
    picture: PictureOut | None
    colour: str | None = Field(description="null: Samaya's own colours")
    colours: Colours | None
    contact_email: str | None
    contact_phone: str | None
    address: str
    about: str = Field(description="Markdown, as `terms` and `privacy`; the fields in _html are safe to show")
    about_html: str
    terms: str
    terms_html: str
    privacy: str
    privacy_html: str
    default_currency: str
    default_time_zone: str
    languages: list[Language]
    review_above_cents: int | None = Field(description="null: no review step")
    google_sign_in: bool = Field(description="whether people can sign in with Google")
    takes_payments: bool = Field(description="whether a payment provider is set up for the default currency")
    phone_example: str | None = Field(description="a number of the studio's country; null if its zone has no country")
    pages: list[Literal["about", "terms", "privacy"]] = Field(description="the texts that are not empty")
    embed_origins: list[str] = Field(description="the websites that may show the studio's events")


class StudioResponse(Out):
    studio: StudioOut
