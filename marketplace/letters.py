"""A letter from one template: its subject, its text and its HTML say the same.

The template extends `base`, which is `emails/base.html` or `emails/base.txt`; what
looks different in the two stands in `emails/html/` and `emails/text/` (`draw.button`).
"""

import re
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

#: After the preview line inboxes show what comes next: here, nothing.
NOTHING_MORE = "\u034f\u00a0" * 120
BLANK_LINES = re.compile(r"\n\s*\n")
LONGEST_PREVIEW = 200
LONGEST_SUBJECT = 200

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Written:
    """What stands in a letter."""

    subject: str
    text: str
    html: str


class Parts(dict[str, str]):
    """`draw.thread` is the template of a thread, as HTML or as text."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> str:
        """Every part has its own file in each folder."""
        ending = "html" if self.folder == "html" else "txt"
        return f"emails/{self.folder}/{name}.{ending}"


HTML = {"base": "emails/base.html", "draw": Parts("html")}
TEXT = {"base": "emails/base.txt", "draw": Parts("text")}


def write(template: str, context: dict[str, Any]) -> Written:
    """This letter, in the language in force."""
    told = _ours() | context
    whole = render_to_string(template, told | TEXT)
    subject, _, text = whole.strip().partition("\n")
    text = BLANK_LINES.sub("\n\n", text).strip() + "\n"
    preview = _shortened(text.partition("\n")[0]) + NOTHING_MORE
    page = render_to_string(
        template, told | HTML | {"subject": subject, "preview": preview}
    )
    return Written(subject[:LONGEST_SUBJECT], text, _inliner.inline(page))


def _shortened(words: str) -> str:
    """Inboxes show one line of it, or two: no word is cut."""
    if len(words) <= LONGEST_PREVIEW:
        return words
    return f"{words[:LONGEST_PREVIEW].rpartition(' ')[0]}…"


def _ours() -> dict[str, Any]:
    is_right_to_left = translation.get_language_bidi()
    return {
        "marketplace_name": settings.MARKETPLACE_NAME,
        "marketplace_address": settings.MARKETPLACE_ADDRESS,
        "base_url": settings.BASE_URL,
        "start": "right" if is_right_to_left else "left",
        "end": "left" if is_right_to_left else "right",
    }
