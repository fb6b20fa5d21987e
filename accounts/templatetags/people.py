"""How allauth's forms and sessions are shown on our pages."""

from allauth.usersessions.models import UserSession
from django import forms, template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import countries, sessions
from accounts.models import PostalAddress

register = template.Library()

ADVICE = gettext_lazy(
    "At least 8 characters. A few words together are easy to keep in mind and hard to"
    " guess."
)


@register.filter
def plain(form: forms.Form) -> forms.Form:
    """Allauth's form without placeholders that repeat the label."""
    for field in form:
        attrs = field.field.widget.attrs
        attrs.pop("placeholder", None)
        if attrs.get("autocomplete") == "new-password" and field.help_text:
            field.help_text = ADVICE
    return form


@register.filter
def handle(session: UserSession) -> str:
    """The name by which a form may speak of this session."""
    return sessions.handle(session)


@register.filter
def device(session: UserSession) -> str:
    """The browser and system that somebody is signed in with."""
    return sessions.device(session.user_agent)


@register.filter
def country(code: str) -> str:
    """The country's name: DE reads Germany."""
    return countries.name(code) if code else ""


@register.filter
def address_lines(address: PostalAddress) -> list[str]:
    """An address in lines, as its country writes it."""
    return countries.lines(address)


@register.filter
def zone_name(zone: str) -> str:
    """A time zone in words: Berlin, Europe."""
    region, _, place = zone.partition("/")
    return f"{place.replace('_', ' ')}, {region}" if place else region


@register.filter
def passkey_words(form: forms.Form) -> forms.Form:
    """A new passkey opens the account by itself, unless somebody wants less."""
    form["name"].help_text = _("To tell it from others: “My phone”, “Blue key”.")
    alone = form["passwordless"]
    alone.label = _("Sign in with it alone, without my password")
    alone.help_text = _("Leave this out for a security key without PIN or fingerprint.")
    alone.field.initial = True
    return plain(form)
