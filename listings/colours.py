"""The few colours that pieces are found by: named words with a swatch, no codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Colour(models.TextChoices):
    """A colour as people say it; the value is the word in addresses."""

    WHITE = "white", _("White")
    CREAM = "cream", _("Cream")
    GREY = "grey", _("Grey")
    BLACK = "black", _("Black")
    BROWN = "brown", _("Brown")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    YELLOW = "yellow", _("Yellow")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    PURPLE = "purple", _("Purple")
    PINK = "pink", _("Pink")
    SILVER = "silver", _("Silver")
    GOLD = "gold", _("Gold")
    MANY = "many", _("Many colours")
