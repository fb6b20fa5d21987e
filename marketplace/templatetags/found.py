"""Facts for machines, inside a page."""

import json

from django import template
from django.utils.safestring import SafeString

from marketplace.head import absolute

register = template.Library()

#: As Django's json_script has them: nothing in it can end the element or begin another.
ESCAPED = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


@register.filter
def as_data(facts: object) -> SafeString:
    """As JSON for a `<script type="application/ld+json">`, which no browser runs."""
    # Inside this element entities mean nothing: it is escaped here, and only so.
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return SafeString(written.translate(ESCAPED))


@register.filter
def full(address: str) -> str:
    """The full address of a page or a file of ours."""
    return absolute(address)
