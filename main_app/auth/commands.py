"""`flask --app main_app users ...`: create accounts and change roles."""

import click
from pydantic import ValidationError
from sqlalchemy import select

from main_app.auth.invitations import first_admin_link
from main_app.auth.models import Role, User
from main_app.auth.profiles import change_role
from main_app.auth.registration import register_user
from main_app.auth.schemas import Register
from main_app.database import db
from service_kit.commands import DatabaseCommands
from service_kit.problems import Problem, validation_problem

user_commands = DatabaseCommands("users", help="Accounts and roles.")


@user_commands.command("create")
@click.argument("email")
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.USER.value)
@click.password_option()
def create(email: str, name: str, role: str, password: str) -> None:
    """Create an account, with any role."""
    try:
        user = register_user(Register(name=name, email=email, password=password), Role(role))
    except ValidationError as error:
        raise click.ClickException(validation_problem(error).detail) from None
    except Problem as problem:
        raise click.ClickException(problem.detail) from None
    click.echo(f"Account {user.id} created with the role {user.role}.")


@user_commands.command("first-admin")
def first_admin() -> None:
    """Print the link with which the first admin is made in the browser."""
    if link := first_admin_link():
        click.echo(link)
    else:
        click.echo("There is an admin already. They invite others under Admin, People.", err=True)


@user_commands.command("role")
@click.argument("email")
@click.argument("role", metavar="ROLE", type=click.Choice([role.value for role in Role]))
def role(email: str, role: str) -> None:
    """Change the role of an account. It is signed out on every device."""
    user_id = db.session.scalar(select(User.id).where(User.email == email.lower()))
    if user_id is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    change_role(user_id, Role(role))
    click.echo(f"Account {user_id} is now {role}.")
