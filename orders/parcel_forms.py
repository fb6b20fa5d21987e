"""What a maker fills in about a parcel, whether it leaves now or is only packed."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.carriers import recognise, warning
from orders.models import Order, OrderLine
from orders.parcels import Parcel
from orders.step_form import StepForm, line_field, words_field


def to_pack(order: Order) -> dict[OrderLine, int]:
    """What is neither posted, cancelled nor in a packed parcel.

    Have `lines` and `shipments__lines` prefetched."""
    waiting = [parcel for parcel in order.shipments.all() if not parcel.shipped_at]
    packed: dict[int, int] = {}
    for content in [one for parcel in waiting for one in parcel.lines.all()]:
        packed[content.line_id] = packed.get(content.line_id, 0) + content.quantity
    left = {
        line: line.left_to_ship - packed.get(line.pk, 0) for line in order.lines.all()
    }
    return {line: count for line, count in left.items() if count > 0}


class ShipForm(StepForm):
    """A parcel leaves the workshop: what is in it and how it can be followed."""

    step = "ship"
    url_name = "orders:ship"
    label = gettext_lazy("Mark shipped")
    button = gettext_lazy("Mark shipped and tell the buyer")
    template = "orders/sale_fields_parcel.html"
    tracking_number = line_field(
        gettext_lazy("Tracking number"),
        60,
        help_text=gettext_lazy("Most carriers are known by it."),
    )
    carrier = line_field(
        gettext_lazy("Carrier"),
        40,
        help_text=gettext_lazy("Empty if the number tells."),
    )
    tracking_url = forms.URLField(
        label=gettext_lazy("Link to follow it"),
        help_text=gettext_lazy("Only if the carrier is none of those we know."),
        required=False,
        assume_scheme="https",
        max_length=200,
    )
    note = words_field(gettext_lazy("A line to the buyer"), rows=2)
    #: A number that was questioned once, and is sent again as it is.
    compared = forms.CharField(
        required=False, max_length=60, widget=forms.HiddenInput, empty_value=""
    )

    def build(self) -> None:
        """One tick and one number for each line of which something is left."""
        self.fields["note"].widget.attrs["maxlength"] = 500
        self.fields["carrier"].widget.attrs["list"] = "carriers"
        self.left = to_pack(self.order)
        # One piece cannot be divided: there is nothing to ask.
        self.asked = list(self.left) if sum(self.left.values()) > 1 else []
        for line in self.asked:
            self.fields[f"take_{line.code}"] = forms.BooleanField(
                label=line.title, required=False, initial=True
            )
            self.fields[f"quantity_{line.code}"] = forms.IntegerField(
                label=_("How many of “%(title)s”") % {"title": line.title},
                required=False,
                min_value=1,
                max_value=self.left[line],
                initial=self.left[line],
            )

    @classmethod
    def fits(cls, order: Order) -> bool:
        """Not when all of it is packed."""
        return bool(to_pack(order))

    def clean_note(self) -> str:
        """As long as a parcel's note may be."""
        note: str = self.cleaned_data["note"]
        if len(note) > 500:
            raise forms.ValidationError(_("Up to 500 letters go with a parcel."))
        return note

    def clean(self) -> dict[str, Any]:
        """A parcel holds something, and somebody carries it."""
        data = super().clean() or self.cleaned_data
        self._name_the_carrier(data)
        if self.asked and not any(data.get(f"take_{line.code}") for line in self.asked):
            raise forms.ValidationError(_("Tick what is in the parcel."))
        return data

    def _name_the_carrier(self, data: dict[str, Any]) -> None:
        """The number tells who carries it; a slip in it is asked about once."""
        number = data.get("tracking_number") or ""
        if not data.get("carrier") and "carrier" not in self.errors:
            found = recognise(number)
            data["carrier"] = found[0] if found else ""
            if not found:
                self.add_error("carrier", _("Say who carries it."))
        odd = warning(number) if number else ""
        if odd and data.get("compared") != number:
            again = _("If it is right, send it again.")
            self.add_error("tracking_number", f"{odd} {again}")
            self._remember(number)

    def _remember(self, number: str) -> None:
        """The form that comes back says that this number was questioned."""
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["compared"] = number
            self.data = data

    @property
    def contents(
        self,
    ) -> list[tuple[OrderLine, int, forms.BoundField, forms.BoundField]]:
        """Each line, how many are left of it, its tick and its number."""
        return [
            (
                line,
                self.left[line],
                self[f"take_{line.code}"],
                self[f"quantity_{line.code}"],
            )
            for line in self.asked
        ]

    def parcel(self) -> Parcel:
        """What was filled in, as the step wants it."""
        data = self.cleaned_data
        taken = {
            line.code: data[f"quantity_{line.code}"] or self.left[line]
            for line in self.asked
            if data[f"take_{line.code}"]
        }
        return Parcel(
            carrier=data["carrier"],
            tracking_number=data["tracking_number"],
            tracking_url=data["tracking_url"],
            note=data["note"],
            quantities=taken if self.asked else None,
        )


class PackForm(ShipForm):
    """The label is printed; the parcel is not posted yet."""

    step = "pack"
    url_name = "orders:pack"
    label = gettext_lazy("Packed, not posted")
    button = gettext_lazy("Keep as packed")
