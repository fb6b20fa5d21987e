"""Requests by somebody who is signed in."""

from accounts.models import User
from marketplace.http import Request


class MemberRequest(Request):
    """What a view behind `login_required` receives."""

    user: User
