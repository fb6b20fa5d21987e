"""Which forms a maker has for an order: each has its step's name."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.validators import refuse_control_characters
from orders.delay_forms import ReviseForm
from orders.models import Order
from orders.parcel_forms import PackForm, ShipForm
from orders.step_form import WHY, StepForm, words_field
from orders.steps import Kind
from orders.talking_forms import AcknowledgeForm, ProgressForm, StartForm, WriteForm


class CancelForm(StepForm):
    """It will not be sent: why, and whether the pieces are for sale again."""

    step = "cancel"
    url_name = "orders:cancel-sale"
    label = gettext_lazy("Cancel this order")
    button = gettext_lazy("Cancel and refund")
    reason = words_field(
        gettext_lazy("Why, in your own words"),
        gettext_lazy("The buyer reads it in the email."),
        required=WHY,
    )
    restock = forms.BooleanField(
        label=gettext_lazy("Put the pieces back into the shop"),
        help_text=gettext_lazy("Not if they are broken or were never made."),
        required=False,
        initial=True,
    )


#: Step -> its form; the order they stand in on the page.
FORMS: dict[Kind, type[StepForm]] = {
    Kind.SHIPPED: ShipForm,
    Kind.ACKNOWLEDGED: AcknowledgeForm,
    Kind.STARTED: StartForm,
    Kind.PROGRESS: ProgressForm,
    Kind.WROTE: WriteForm,
    Kind.REVISED: ReviseForm,
    Kind.PACKED: PackForm,
    Kind.CANCELLED: CancelForm,
    Kind.REST_CANCELLED: CancelForm,
}
#: Those that stand in a row of their own; cancelling stands apart.
ACTS = ["ship", "acknowledge", "start", "progress", "write", "revise", "pack"]
#: What the links in emails call them (`?do=`).
HELLO = "hello"
#: What writing is called while a question waits.
ANSWER = gettext_lazy("Answer")


def forms_for(order: Order, possible: set[str]) -> dict[str, StepForm]:
    """An empty form for each step that is possible now, by its name."""
    fitting = [form for kind, form in FORMS.items() if kind.value in possible]
    return {form.step: form(order) for form in fitting if form.fits(order)}


def open_asked(forms: dict[str, StepForm], asked: str) -> None:
    """Let the form that a link asks for stand open; hello is said only once, and is
    a message after that."""
    if asked == HELLO and "acknowledge" in forms:
        forms["acknowledge"].open()
    elif asked == HELLO and isinstance(form := forms.get("write"), WriteForm):
        form.open_with_hello()
    elif asked in forms:
        forms[asked].open()


class SearchForm(forms.Form):
    """An order by its number, its buyer or its tracking number."""

    q = forms.CharField(
        max_length=100, required=False, validators=[refuse_control_characters]
    )
