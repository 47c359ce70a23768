"""Requests and responses of the auth routes."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from main_app.auth.account_tokens import MAX_TOKEN_LENGTH
from main_app.auth.models import User
from main_app.auth.password_rules import LONGEST, SHORTEST
from service_kit import clock
from service_kit.fields import Body, Email, Out, PersonName, Phone, TimeZone, normal_email
from service_kit.problems import field_error


def _username(value: str) -> str:
    return value.lower()


Username = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$"), AfterValidator(_username)]
# password_rules.py checks passwords, with a message and a code for each reason. The lengths here only document it.
NewPassword = Annotated[str, Field(json_schema_extra={"minLength": SHORTEST, "maxLength": LONGEST})]
LinkToken = Annotated[str, Field(min_length=1, max_length=MAX_TOKEN_LENGTH)]
Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Language = Literal["en", "hi"]
Biography = Annotated[str, Field(max_length=2000)]


class Register(Body):
    name: PersonName
    email: Email
    password: NewPassword
    username: Username | None = None
    phone: Phone | None = None
    time_zone: TimeZone = "UTC"
    language: Language = "en"


class Credentials(Body):
    """Either field takes an e-mail address or a username."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "asha@example.com", "password": "a long password"}]}
    )

    email: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    username: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    refresh_token_in_body: bool | None = Field(
        None, description="true, for programs: the response has the refresh token, and sets no cookie"
    )

    @model_validator(mode="after")
    def _either_email_or_username(self) -> "Credentials":
        if (self.email is None) == (self.username is None):
            raise field_error("missing", "Send either 'email' or 'username'.", "email")
        return self

    @property
    def identifier(self) -> str:
        """The e-mail address or username in the form in which it is stored."""
        typed = self.email or self.username or ""
        try:
            return normal_email(typed)
        except ValueError:
            return typed.lower()


class Refresh(Body):
    """A program sends its refresh token, a browser the cookie alone."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=128)] | None = None


class SignInIds(Body):
    sign_in_ids: Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]], Field(max_length=500)]


class OpenSignIn(Out):
    id: str
    role: str
    roles: list[str]


class OpenSignIns(Out):
    """Those that are open. The others have ended."""

    sign_ins: list[OpenSignIn]


class ProfileChange(Body):
    name: PersonName | None = None
    language: Language | None = None
    phone: Phone | None = None
    time_zone: TimeZone | None = None
    biography: Biography | None = None


class PasswordChange(Body):
    current_password: Annotated[str, Field(min_length=1, max_length=1024)]
    new_password: NewPassword


class Confirmation(Body):
    """The password, or for an account without one the code from the mail."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "a long password"}]})

    password: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    code: Code | None = None

    @model_validator(mode="after")
    def _either_password_or_code(self) -> "Confirmation":
        if (self.password is None) == (self.code is None):
            raise field_error("missing", "Send either 'password' or 'code'.", "password")
        return self


class ForgottenPassword(Body):
    email: Email


class NewPasswordByLink(Body):
    token: LinkToken
    password: NewPassword


class Invitation(Body):
    """What somebody who was invited chooses."""

    token: LinkToken
    password: NewPassword


class FirstAdmin(Body):
    """The first admin, by the link that start_services.py prints."""

    token: LinkToken
    name: PersonName
    email: Email
    password: NewPassword
    time_zone: TimeZone = "UTC"


class EmailVerification(Body):
    token: LinkToken


class EmailChangeRequest(Body):
    email: Email


class EmailChangeConfirmation(Body):
    code: Code


class PhoneConfirmation(Body):
    code: Code


class UserOut(Out):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    email: str
    email_verified: bool
    has_password: bool
    google_connected: bool
    username: str | None
    phone: str | None
    phone_confirmed: bool
    time_zone: str
    language: Language
    biography: str
    role: str = Field(description="the highest of `roles`")
    roles: list[str]
    created_at: Annotated[str, BeforeValidator(clock.iso)]


def user_json(user: User) -> dict[str, Any]:
    return UserOut.model_validate(user).model_dump()


class UserResponse(Out):
    user: UserOut


class Registered(Out):
    message: str
    user: UserOut


class SignedIn(Out):
    message: str
    access_token: str
    user: UserOut
    refresh_token: str | None = Field(None, description="for a program that asked for it; missing otherwise")


class Message(Out):
    message: str
