"""Messages that should not have reached their reader, or not like this."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from devtools.simulator.judge import Case
from devtools.simulator.observed import Observation
from devtools.simulator.places import PIECES
from devtools.simulator.reading import Mail, dates, fold
from devtools.simulator.script import Script
from devtools.simulator.topics import Topic, is_about_money, topic

NIGHT_FROM, NIGHT_TO = 21, 8
GIVEAWAY = re.compile(r"\b(gift|present|surprise)\b")
LINK = re.compile(r"https?://\S+")
#: Refunds are on their way to Stripe within this, whatever was down meanwhile.
REFUND_BY = timedelta(hours=24)
#: The same words again are a second telling; after days they are a reminder.
SOON = timedelta(hours=72)


@dataclass(frozen=True)
class Wrong:
    """One such message: what is wrong with it, and about which order."""

    what: str
    mail: Mail
    order: str = ""


def wrong(script: Script, seen: Observation, cases: list[Case]) -> list[Wrong]:
    """All of them, in the order of time; one message may be wrong in several ways."""
    mails = fold(seen.letters)
    found = [one for case in cases for check in CHECKS for one in check(case)]
    found += _strangers(script, mails)
    found += _at_night(script, mails, cases)
    found += _said_twice(mails, cases)
    return sorted(found, key=lambda one: one.mail.at)


def _done_by(case: Case, mail: Mail, what: str) -> bool:
    return any(act.what == what and act.at <= mail.at for act in case.acts)


def _late_after_shipping(case: Case) -> Iterator[Wrong]:
    """Late, though all of it has left or none of it is wanted any more."""
    for mail in case.mails:
        sent = any(
            act.what == "ship" and act.is_whole and act.at < mail.at
            for act in case.acts
        )
        about_sending = re.search(r"ship|post|more time|new date", mail.opening, re.I)
        if sent and topic(mail) == Topic.DELAY and about_sending:
            yield Wrong("a delay email after shipping", mail, case.placed.number)


def _after_the_end(case: Case) -> Iterator[Wrong]:
    """It says when it ships, though it was cancelled."""
    ended = [
        act.at
        for act in case.acts
        if act.what in ("cancel", "withdraw") and act.is_whole
    ]
    told = [mail.at for mail in case.mails if _is_cancelled(case, mail)]
    since = min([*ended, *told], default=None)
    for mail in case.mails if since else ():
        about = topic(mail)
        if since and mail.at > since and about in (Topic.DELAY, Topic.SHIPPED):
            words = f"“{about}” after it was cancelled"
            yield Wrong(words, mail, case.placed.number)


def _is_cancelled(case: Case, mail: Mail) -> bool:
    words = mail.opening.lower()
    whole = "rest" not in words and "part" not in words and "cancelled" in words
    return whole and topic(mail) == Topic.OVER and case.siblings == 1


def _never_happened(case: Case) -> Iterator[Wrong]:
    """Shipped by somebody, when nobody did: the step was rolled back."""
    for mail in case.mails:
        about = topic(mail)
        if about == Topic.SHIPPED and not _done_by(case, mail, "ship"):
            yield Wrong("shipped, and nobody did", mail, case.placed.number)
        if about == Topic.RECEIVED and not _done_by(case, mail, "paid"):
            yield Wrong("received before it was paid", mail, case.placed.number)


def _no_money(case: Case) -> Iterator[Wrong]:
    """Money goes back, it says, and Stripe never heard of it."""
    for mail in case.mails:
        due = mail.at + REFUND_BY
        if topic(mail) != Topic.OVER or due > case.end:
            continue
        if "goes back" in mail.words and not any(m.at <= due for m in case.money):
            yield Wrong("a refund that Stripe never saw", mail, case.placed.number)


def _secret_told(case: Case) -> Iterator[Wrong]:
    """The subject or the sender gives a present away before its day."""
    until = case.purchase.secret_until
    names = [*PIECES, case.shop.name, case.shop.maker]
    for mail in case.mails if until else ():
        line = f"{mail.subject} {mail.sender}".lower()
        if (
            until
            and mail.at.date() < until
            and (any(name.lower() in line for name in names) or GIVEAWAY.search(line))
        ):
            yield Wrong("a present given away", mail, case.placed.number)


CHECKS: list[Callable[[Case], Iterator[Wrong]]] = [
    _late_after_shipping,
    _after_the_end,
    _never_happened,
    _no_money,
    _secret_told,
]


def _strangers(script: Script, mails: list[Mail]) -> Iterator[Wrong]:
    """To somebody who is neither the buyer, nor a maker of it, nor runs the place."""
    buyers = {one.buyer.email: one for one in script.purchases}
    makers = {shop.email: shop for shop in script.shops}
    for mail in mails:
        if mail.to.endswith("@operators.example"):
            continue
        if mail.to not in buyers and mail.to not in makers:
            yield Wrong("to a stranger", mail)
        elif mail.to in buyers:
            own = {script.shops[part.shop].name for part in buyers[mail.to].parts}
            foreign = [s.name for s in script.shops if s.name not in own]
            if any(re.search(rf"\b{re.escape(n)}\b", mail.text) for n in foreign):
                yield Wrong("about somebody else’s order", mail)


def _at_night(script: Script, mails: list[Mail], cases: list[Case]) -> Iterator[Wrong]:
    """Between nine and eight where its reader is, unless it is about money or today."""
    makers = {shop.email: shop.tz for shop in script.shops}
    read = [(mail, makers[mail.to], "") for mail in mails if mail.to in makers]
    for case in cases:
        buyer = case.purchase.buyer
        # Nobody can know better where a buyer is whose browser does not say.
        zone = buyer.tz if buyer.tells_zone else case.shop.tz
        read += [(mail, zone, case.placed.number) for mail in case.mails]
    for mail, zone, number in read:
        if _is_night(mail, zone) and not is_about_money(mail):
            words = f"at {mail.at.astimezone(zone):%H:%M}, at night"
            yield Wrong(words, mail, number)


def _is_night(mail: Mail, zone: ZoneInfo) -> bool:
    local = mail.at.astimezone(zone)
    if NIGHT_TO <= local.hour < NIGHT_FROM:
        return False
    today = local.date()
    opening = mail.opening
    return "today" not in opening.lower() and all(
        day != today for _, _, day in dates(opening, today)
    )


def _said_twice(mails: list[Mail], cases: list[Case]) -> Iterator[Wrong]:
    """The same words to the same person under another Message-ID. What a surprise must
    not tell is said in words that are always the same: those are left out."""
    secret = {
        (mail.to, mail.message_id)
        for case in cases
        if case.purchase.is_gift
        for mail in case.mails
    }
    said: dict[tuple[str, str, str], list[Mail]] = defaultdict(list)
    for mail in mails:
        key = mail.to, mail.subject, LINK.sub("", mail.text)
        if (mail.to, mail.message_id) in secret:
            continue
        if said[key] and mail.at - said[key][-1].at < SOON:
            yield Wrong("said twice", mail)
        said[key].append(mail)
