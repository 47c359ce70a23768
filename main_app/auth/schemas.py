"""What the auth routes take and answer."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from main_app.validation import Body, Email, Name, Out, Phone, TimeZone, normal_email


def _username(value: str) -> str:
    return value.lower()


Username = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$"), AfterValidator(_username)]
NewPassword = Annotated[str, Field(min_length=8, max_length=128)]
Biography = Annotated[str, Field(max_length=2000)]


class Register(Body):
    name: Name
    email: Email
    password: NewPassword
    username: Username | None = None
    phone: Phone | None = None
    time_zone: TimeZone = "UTC"

    @model_validator(mode="after")
    def _password_is_not_the_address(self) -> "Register":
        if self.password.lower() in (self.email, self.email.split("@")[0]):
            raise ValueError("the password must not be the e-mail address")
        return self


class LogIn(Body):
    """Either field takes an e-mail address or a username."""

    email: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    username: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    password: Annotated[str, Field(min_length=1, max_length=1024)]

    @model_validator(mode="after")
    def _one_name(self) -> "LogIn":
        if (self.email is None) == (self.username is None):
            raise ValueError("send either 'email' or 'username'")
        return self

    @property
    def identifier(self) -> str:
        """The name as it is stored, however it was typed."""
        typed = self.email or self.username or ""
        try:
            return normal_email(typed)
        except ValueError:
            return typed.lower()


class ProfileChange(Body):
    name: Name | None = None
    phone: Phone | None = None
    time_zone: TimeZone | None = None
    biography: Biography | None = None


class PasswordChange(Body):
    current_password: Annotated[str, Field(min_length=1, max_length=1024)]
    new_password: NewPassword


class UserOut(Out):
    id: int
    name: str
    email: str
    username: str | None
    phone: str | None
    time_zone: str
    biography: str
    role: str
    created_at: str


class UserAnswer(Out):
    user: UserOut


class Registered(Out):
    message: str
    user: UserOut


class LoggedIn(Out):
    message: str
    access_token: str
    user: UserOut


class Message(Out):
    message: str
