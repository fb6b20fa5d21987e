"""How an email's words are set, as HTML and as text, and its pictures found."""

import re
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.events import Event
from marketplace.templatetags.show import day

register = template.Library()
#: Not the spaces that hold a number and its word together.
GAPS = re.compile(r"[ \t\r\n]+")


@register.filter
def one_line(value: object) -> str:
    """Whatever it is, on one line and printable: safe in a header, and in a list."""
    words = " ".join(str(value).split())
    return "".join(letter for letter in words if letter.isprintable())


@register.filter
def squeezed(value: str) -> str:
    """A paragraph on one line, however its template is laid out."""
    return GAPS.sub(" ", value).strip()


@register.filter
def held(value: str) -> str:
    """A short day whose number and month are not torn apart at the end of a line."""
    before, gap, last = value.rpartition(" ")
    return f"{before}\u00a0{last}" if gap else last


@register.filter
def quoted(value: object) -> str:
    """Somebody's own words in a plain text, each line marked as theirs."""
    return "\n".join(f"> {line}".rstrip() for line in str(value).strip().splitlines())


@register.filter(needs_autoescape=True)
def strong(value: object, look: str = "", *, autoescape: bool = True) -> str:
    """What counts in a sentence: the day, the sum. A text has no bold letters."""
    if not autoescape or not value:
        return str(value)
    if look:
        return format_html('<strong class="{}">{}</strong>', look, value)
    return format_html("<strong>{}</strong>", value)


@register.filter
def told_on(event: Event) -> str:
    """The day of something that was shown, and what its maker called it."""
    on, step = day(event.at), one_line(event.details.get("step", ""))
    return _("%(day)s: %(step)s") % {"day": on, "step": step} if step else on


@register.filter(needs_autoescape=True)
def mail_link(address: str, number: str, *, autoescape: bool = True) -> str:
    """An address to write to about an order; a text has no links."""
    if not autoescape:
        return address
    url = f"mailto:{address}?{urlencode({'subject': number})}"
    return format_html('<a href="{}">{}</a>', url, address)


@register.filter
def outside(path: str) -> str:
    """A path of ours as an address that works in somebody's inbox."""
    return path if path.startswith("http") else f"{settings.BASE_URL}{path}"


@register.simple_block_tag(takes_context=True)
def say(context: Context, content: str, look: str = "") -> Any:
    """A paragraph: `{% say %}…{% endsay %}`; quieter: `{% say "soft small" %}`."""
    if not content.strip():
        return ""
    if not context.autoescape:
        return f"\n{squeezed(content)}\n"
    if look:
        return format_html('<p class="{}">{}</p>', look, content)
    return format_html("<p>{}</p>", content)
