"""Console accounts from the command line and from settings: ``python -m bot.accounts``."""

from __future__ import annotations

import argparse
import getpass
import logging
import secrets
import sys

import helpdesk.store
from bot.settings import Settings
from helpdesk.advisers import add_adviser, has_admin, list_advisers, set_password
from helpdesk.errors import HelpdeskError
from helpdesk.models import Role
from helpdesk.store.database import Database, migrate, open_database

_log = logging.getLogger(__name__)

DEMO_ACCOUNTS = (("admin", "演示管理员", Role.ADMIN), ("adviser", "演示顾问", Role.ADVISER))


def make_first_accounts(db: Database, settings: Settings) -> None:
    """The admin of the settings, if there is none yet; in a demo run also demo accounts, with fresh passwords.

    Raises Refused when the settings' password is too short.
    """
    if settings.demo:
        for login, name, role in DEMO_ACCOUNTS:
            password = secrets.token_urlsafe(9)
            _make_or_reset(db, login, name, role, password)
            _log.warning("demo run: console account %s (%s), password %s", login, role.value, password)
            _keep(settings, login, password)
    if settings.admin_login and settings.admin_password and not has_admin(db):
        login = settings.admin_login
        add_adviser(db, login, login, Role.ADMIN, settings.admin_password.get_secret_value())
        _log.info("made the first admin %s from the settings", login)


def _make_or_reset(db: Database, login: str, name: str, role: Role, password: str) -> None:
    if login in {account.login for account in list_advisers(db)}:
        set_password(db, login, password)
    else:
        add_adviser(db, login, name, role, password)


def _keep(settings: Settings, login: str, password: str) -> None:
    """For ``make demo``, whose adviser signs in like any other; readable by the owner alone."""
    path = settings.data_dir / f"demo-{login}.password"
    path.touch(mode=0o600)
    path.write_text(password)


def main() -> int:
    """Make an admin account (asks for the password), or give an account a new password."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("login")
    parser.add_argument("--name", default=None, help="what citizens see; default: the login")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.ADMIN.value)
    options = parser.parse_args()
    db = open_database(Settings().database)
    migrate(db, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    password = getpass.getpass("Password (at least 10 characters): ") if sys.stdin.isatty() else input()
    try:
        _make_or_reset(db, options.login, options.name or options.login, Role(options.role), password)
    except HelpdeskError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.login} can sign in at /console")
    return 0


if __name__ == "__main__":
    sys.exit(main())
