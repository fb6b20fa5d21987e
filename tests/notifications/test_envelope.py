"""What goes over the wire: read back, it is what was written."""

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

import pytest

from notifications.envelope import Envelope, flowed

TEXT = (
    "Grüße aus Łódź.\n\nFrom here on\n.\n"
    + "A long line. " * 100
    + "the end.\n  2 × Ash bowl, "
    + "engraved, " * 20
    + "blue\n> Her own words "
    + "and more of them " * 10
    + "end here.\nhttps://h.example/"
    + "a" * 100
    + "\n\n-- \nHandloop\n"
)
HTML = "<p>Grüße & <b>more</b> = 100 %</p>\n"


def envelope(
    subject: str = "Hello", to: str = "ada@example.com", sender: str = ""
) -> Envelope:
    made = Envelope(
        subject,
        TEXT,
        from_email=sender or "Handloop <orders@handloop.example>",
        to=[to],
        reply_to=["bea@example.com"],
        headers={"Message-ID": "<1@handloop.example>"},
    )
    made.attach_alternative(HTML, "text/html")
    return made


def read(written: Envelope) -> EmailMessage:
    source = written.message().as_bytes()
    assert source.isascii()
    assert max(map(len, source.split(b"\r\n"))) <= 78
    assert source.count(b"\n") == source.count(b"\r\n")
    return message_from_bytes(source, policy=policy.default)


def unfolded(text: str) -> str:
    """As RFC 3676 wants a mail program to read it."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        is_quote = line.startswith(">")
        rest = line.lstrip(">") if is_quote else line
        rest = rest.removeprefix(" ")
        if goes_on:
            lines[-1] += rest
        else:
            lines.append(f"> {rest}" if is_quote else rest)
        goes_on = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def test_a_text_is_wrapped_and_flows() -> None:
    plain, _ = read(envelope()).iter_parts()
    assert plain["Content-Type"].params["format"] == "flowed"
    wrapped = plain.get_content().replace("\r\n", "\n")
    long = [line for line in wrapped.split("\n") if len(line) > 74]
    assert long == ["https://h.example/" + "a" * 100]
    assert wrapped.count("\n> ") == 3
    assert unfolded(wrapped) == TEXT


def test_a_line_without_gaps_stays_whole() -> None:
    address = "https://h.example/" + "b" * 90
    assert flowed(f"See {address} now\n") == f"See \n{address} \nnow\n"


def test_both_parts_come_back_whole() -> None:
    message = read(envelope())
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert unfolded(plain.get_content().replace("\r\n", "\n")) == TEXT
    assert html.get_content().replace("\r\n", "\n") == HTML


@pytest.mark.parametrize(
    "subject",
    [
        "Plain",
        "Bea’s Bowls: €47.00 refunded",
        "=?utf-8?q?not=20encoded?=",
        "Żółć " * 30 + "end",
    ],
)
def test_a_subject_comes_back_as_it_was(subject: str) -> None:
    assert read(envelope(subject))["Subject"] == subject


def test_addresses_outside_ascii() -> None:
    message = read(envelope(to="ada@bücher.example", sender="Łódź <o@h.example>"))
    assert message["To"] == "ada@xn--bcher-kva.example"
    assert message["From"].addresses[0].display_name == "Łódź"
    assert message["Reply-To"] == "bea@example.com"


@pytest.mark.parametrize("wicked", ["a\r\nBcc: eve@example.com", "a\nX: y"])
def test_a_line_break_never_becomes_a_header(wicked: str) -> None:
    with pytest.raises(MessageError):
        envelope(wicked).message().as_bytes()
