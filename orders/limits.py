"""Every number of the promise's rules, with its default.

Each may be set in the environment: `PROMISE_` and its name in capitals. What each is
for is in docs/promise.md, which a test compares with this table."""

from dataclasses import dataclass, fields

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

HOURS = 24


@dataclass(frozen=True)
class Limits:
    """How long is too long. The unit is in the name."""

    #: R2: the maker is asked to say hello; then the buyer hears from us.
    hello_hours: int = 48
    reassure_hours: int = 24
    #: R4: a late order is cancelled after so many working days; if the buyer waits,
    #: so many after that.
    grace_working_days: int = 3
    patience_working_days: int = 5
    #: R5: silence is consent to a first, definite delay of at most so long.
    silent_days: int = 30
    answer_hours: int = 72
    latest_days: int = 90
    #: R6: 1 gives the postage back when a way paid for its speed misses its day.
    refund_late_speed: int = 1
    #: R7: asked so many days after the day of arrival, and again.
    arrival_days: int = 1
    arrival_again_days: int = 5
    #: R8: asked whether all is well; closed without a word.
    well_days: int = 3
    close_days: int = 30
    #: R9: a question of the buyer's waits for an answer.
    chase_hours: int = 24
    tell_hours: int = 46
    support_hours: int = 72
    #: R10: a parcel that is not here waits for the maker, then for nobody.
    missing_support_hours: int = 48
    missing_refund_hours: int = 96
    patient_days: int = 7
    #: R13: the longest silence on an open order; then the maker's time to break it.
    silence_working_days: int = 5
    silence_hours: int = 24
    #: Making-of: the buyer is sent what was shown at most once in so many days.
    workbench_days: int = 7
    #: R15: nobody is written to between these hours of their day.
    sleeps_hour: int = 21
    wakes_hour: int = 8
    #: Withdrawal in the EU (2011/83/EU, art. 9 and 13).
    withdraw_days: int = 14
    return_days: int = 14


def limits() -> Limits:
    """The numbers in force: the defaults, less what the environment sets."""
    known = {field.name for field in fields(Limits)}
    given: dict[str, str] = settings.PROMISE
    if unknown := given.keys() - known:
        names = ", ".join(f"PROMISE_{name.upper()}" for name in sorted(unknown))
        raise ImproperlyConfigured(f"There is no setting called {names}.")
    found = Limits(**{name: _number(name, value) for name, value in given.items()})
    if not found.wakes_hour < found.sleeps_hour < HOURS:
        raise ImproperlyConfigured(
            "PROMISE_WAKES_HOUR must come before PROMISE_SLEEPS_HOUR, on one day."
        )
    return found


def _number(name: str, value: str) -> int:
    if not value.isdecimal():
        raise ImproperlyConfigured(f"PROMISE_{name.upper()} must be a whole number.")
    return int(value)
