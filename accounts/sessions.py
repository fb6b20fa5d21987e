"""Where somebody is signed in, and how they end that from afar."""

from allauth.usersessions.models import UserSession
from django.http import Http404
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def handle(session: UserSession) -> str:
    """A name for a session that a page may carry; its key would open it."""
    named = salted_hmac("accounts.sessions", session.session_key, algorithm="sha256")
    return named.hexdigest()[:24]


def end(user: User, chosen: str) -> None:
    """Sign out one browser of this person; somebody else's is not found."""
    for session in UserSession.objects.filter(user=user):
        if constant_time_compare(handle(session), chosen):
            session.end()
            return
    raise Http404


def device(user_agent: str) -> str:
    """Firefox on Linux, as far as the browser tells."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        words = {"browser": browser, "system": system}
        return _("%(browser)s on %(system)s") % words
    return browser or system or _("Another program")


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for mark, word in table if mark in user_agent), "")
