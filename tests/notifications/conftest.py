"""An order at any point of its way, and its emails as they would be written."""

from collections.abc import Callable

import pytest

from notifications import outbox, posting, wording
from notifications.announcements import announcement
from notifications.facts import Facts
from notifications.models import Email
from notifications.wording import Letter

Letters = Callable[[], dict[str, Letter]]


@pytest.fixture
def letters(db: None) -> Letters:
    """Every email there is, written now, by its name."""

    def write() -> dict[str, Letter]:
        while outbox.announce():
            pass
        found = {}
        for load in posting.loads(list(Email.objects.values_list("pk", flat=True))):
            email = load.email
            row = announcement(email.event, email.email)
            truth = (email, Facts(email.event), row)
            found[email.email] = wording.write(email, [truth])
        return found

    return write
