"""Requests by somebody who is signed in."""

from accounts.models import User
from marketplace.http import Request


class MemberRequest(Request):
    """What a view behind `login_required` receives."""

    user: User


def member(request: Request) -> User | None:
    """The person who is signed in, if somebody is."""
    return request.user if isinstance(request.user, User) else None
