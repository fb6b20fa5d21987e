"""Paper: A4 pages in the marketplace's own letters, written from top to bottom.

What is on them is `evidence_print`."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont
from slugify import slugify

FONTS = settings.BASE_DIR / "static" / "fonts"
#: Family → its files; the second has the letters that the first has not.
FAMILIES = {
    "figtree": ["figtree-latin.woff2", "figtree-latin-ext.woff2"],
    "vollkorn": ["vollkorn-latin.woff2", "vollkorn-latin-ext.woff2"],
}
INK = (38, 30, 24)
SOFT = (112, 98, 86)
RULE = (214, 203, 190)
CLAY = (160, 74, 42)
MARGIN = 20
LABEL = 38


class Paper(FPDF):
    """A4 pages in the marketplace's letters, with a line at the foot of each."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        self.has_foreign_words = False
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, margin=MARGIN + 5)
        for family, (basic, more) in FAMILIES.items():
            self.add_font(family, fname=FONTS / basic)
            self.add_font(f"{family}-more", fname=FONTS / more)
        self.set_fallback_fonts(["figtree-more", "vollkorn-more"], exact_match=False)
        ours = [font for font in self.fonts.values() if isinstance(font, TTFFont)]
        self.letters = {letter for font in ours for letter in font.cmap}
        self.add_page()

    def footer(self) -> None:
        """Which order this page belongs to, and which page it is."""
        self.set_y(-MARGIN + 4)
        self._ink("figtree", 8, SOFT)
        self.cell(0, 4, self.foot)
        self.set_x(MARGIN)
        pages = {"page": self.page_no(), "pages": "{nb}"}
        self.cell(0, 4, _("%(page)s of %(pages)s") % pages, align="R")

    def headline(self, words: str) -> None:
        """What this is."""
        self._ink("vollkorn", 24, INK)
        self._write(words, 11)

    def heading(self, words: str) -> None:
        """A chapter; it does not stand alone at the foot of a page."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(7)
        self._ink("vollkorn", 15, CLAY)
        self._write(words, 8)
        self.set_draw_color(*RULE)
        self.line(MARGIN, self.y, self.w - MARGIN, self.y)
        self.ln(2.5)

    def row(self, label: str, words: str, more: Iterable[str] = ()) -> None:
        """A name or a time, and beside it what there is to say."""
        if not words:
            return
        if self.will_page_break(12):
            self.add_page()
        top, page = self.y, self.page
        self._ink("figtree", 9, SOFT)
        self.multi_cell(LABEL, 5, self.printable(label), align="L")
        below = self.y if self.page == page else MARGIN
        self.set_xy(MARGIN + LABEL, top)
        self._ink("figtree", 10, INK)
        self._write(words, 5)
        self._ink("figtree", 9, SOFT)
        for line in filter(None, more):
            self.set_x(MARGIN + LABEL)
            self._write(line, 4.6)
        self.set_y(max(self.y, below) + 1.2)

    def text_of(self, words: str) -> None:
        """An email's own words, set apart by a line beside them."""
        self._ink("figtree", 9, INK)
        self.set_left_margin(MARGIN + 4)
        for paragraph in words.strip().split("\n"):
            self.set_x(MARGIN + 4)
            top = self.y
            self._write(paragraph or " ", 4.6)
            self.set_draw_color(*RULE)
            self.line(MARGIN + 1, min(top, self.y - 4.6), MARGIN + 1, self.y)
        self.set_left_margin(MARGIN)
        self.ln(4)

    def small(self, words: str) -> None:
        """A remark."""
        self._ink("figtree", 9, SOFT)
        self._write(words, 4.8)

    def strong(self, words: str) -> None:
        """The first line of something."""
        if self.will_page_break(24):
            self.add_page()
        self._ink("vollkorn", 11.5, INK)
        self._write(words, 6)

    def printable(self, words: str) -> str:
        """In letters that there are: what has none is put into Latin letters."""
        whole = unicodedata.normalize("NFC", words).replace("\t", " ")
        parts = groupby(whole, key=self._has_letter)
        said = [
            "".join(part) if known else self._foreign("".join(part))
            for known, part in parts
        ]
        return "".join(said)

    def _has_letter(self, letter: str) -> bool:
        return letter == "\n" or ord(letter) in self.letters

    def _foreign(self, words: str) -> str:
        """Marks that only steer a writing direction, or nothing, are left out."""
        seen = "".join(one for one in words if one.isprintable())
        kept = "".join(one for one in seen if unicodedata.category(one)[0] != "M")
        if not kept.strip():
            return ""
        self.has_foreign_words = True
        latin = slugify(kept, separator=" ", lowercase=False) or ", ".join(
            unicodedata.name(one, "an unknown sign").lower() for one in kept
        )
        return f"‹{latin}›"

    def _write(self, words: str, height: float) -> None:
        self.multi_cell(
            0,
            height,
            self.printable(words),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _ink(self, family: str, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(family, size=size)
        self.set_text_color(*colour)
