"""The demo's post office: what was sent over SMTP is what the browser shows."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from devtools import services
from devtools.mail import mailbox
from devtools.services.ports import free

HTML = '<p>Ja, Zoë: <a href="http://localhost:8000/orders/">your order</a></p>'


@pytest.fixture
def post_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[smtplib.SMTP]:
    """A connection to a sink that keeps its mails in a folder of this test."""
    monkeypatch.setenv("DEV_MAIL", str(tmp_path / "mail"))
    port = free()
    command = [sys.executable, "-m", "devtools.mail.sink", "--port", str(port)]
    with subprocess.Popen(command, cwd=services.ROOT, env=os.environ.copy()) as sink:
        try:
            with _connected(port) as connection:
                yield connection
        finally:
            sink.terminate()
    assert sink.returncode == 0


@pytest.fixture
def mail() -> EmailMessage:
    """A mail with everything: two bodies, a file, letters from elsewhere."""
    message = EmailMessage()
    message["From"] = "Handloop <orders@handloop.example>"
    message["To"] = "Ada <ada@example.com>"
    message["Subject"] = "Zoë’s bowl: received"
    message.set_content("Hello Zoë,\n.a line that starts with a dot\n..and two\n")
    message.add_alternative(HTML, subtype="html")
    message.add_attachment(b"\x00\x01", "image", "png", filename="bowl.png")
    return message


def test_a_mail_is_kept_as_it_was_sent(
    post_office: smtplib.SMTP, mail: EmailMessage
) -> None:
    post_office.send_message(mail)
    (kept,) = mailbox.newest_first()
    assert kept.subject == "Zoë’s bowl: received"
    assert kept.sender == "Handloop <orders@handloop.example>"
    assert kept.recipients == ["ada@example.com"]
    assert "\n.a line that starts with a dot\n..and two\n" in kept.text.replace(
        "\r", ""
    )
    assert kept.html.strip() == HTML
    (file,) = kept.attachments
    assert (file.name, file.content_type, file.content) == (
        "bowl.png",
        "image/png",
        b"\x00\x01",
    )


def test_the_recipient_is_the_envelopes(
    post_office: smtplib.SMTP, mail: EmailMessage
) -> None:
    both = ["bea@example.com", "hidden@example.com"]
    post_office.send_message(mail, to_addrs=both)
    (kept,) = mailbox.newest_first()
    assert kept.recipients == both
    assert [one.key for one in mailbox.newest_first(to="HIDDEN@")] == [kept.key]
    assert list(mailbox.newest_first(to="ada@example.com")) == []


def test_many_mails_over_one_connection_are_all_there_newest_first(
    post_office: smtplib.SMTP,
) -> None:
    for number in range(300):
        text = f"Subject: {number}\r\n\r\n{'x' * 10_000}\r\n"
        post_office.sendmail("a@example.com", ["b@example.com"], text)
    subjects = [mail.subject for mail in mailbox.newest_first()]
    assert subjects == [str(number) for number in reversed(range(300))]


def test_a_mail_cut_into_single_bytes_arrives_whole(post_office: smtplib.SMTP) -> None:
    assert post_office.sock is not None
    said = b"MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nA: b\r\n\r\nhi\r\n.\r\n"
    for byte in said:
        post_office.sock.sendall(bytes([byte]))
    assert [post_office.getreply()[0] for _ in range(4)] == [250, 250, 354, 250]
    (kept,) = mailbox.newest_first()
    assert kept.text.strip() == "hi"


def test_an_empty_mail_is_a_mail(post_office: smtplib.SMTP) -> None:
    post_office.sendmail("a@example.com", ["b@example.com"], "")
    (kept,) = mailbox.newest_first()
    assert kept.subject == "(no subject)"


@pytest.mark.parametrize(
    ("said", "code"),
    [("RCPT TO:<a@b.c>", 503), ("DATA", 503), ("MAIL FROM:nobody", 501), ("X", 502)],
)
def test_words_in_the_wrong_order_are_refused(
    post_office: smtplib.SMTP, said: str, code: int
) -> None:
    assert post_office.docmd(said)[0] == code
    assert list(mailbox.newest_first()) == []


@pytest.mark.django_db
def test_the_inbox_shows_the_newest_first_and_filters(
    post_office: smtplib.SMTP, mail: EmailMessage, client: Client
) -> None:
    post_office.send_message(mail)
    post_office.sendmail("a@b.c", ["bea@example.com"], "Subject: Sold\r\n\r\nhi")
    inbox = reverse("devtools:mail")
    page = client.get(inbox).content.decode()
    assert page.index("Sold") < page.index("Zoë’s bowl: received")
    page = client.get(inbox, {"to": "ada@example.com"}).content.decode()
    assert "Sold" not in page
    page = client.get(inbox, {"to": "nobody@"}).content.decode()
    assert "Nothing has been sent to “nobody@”." in page


@pytest.mark.django_db
def test_a_letter_shows_its_parts(
    post_office: smtplib.SMTP, mail: EmailMessage, client: Client
) -> None:
    post_office.send_message(mail)
    (kept,) = mailbox.newest_first()
    page = client.get(reverse("devtools:mail-letter", args=[kept.key]))
    assert reverse("devtools:mail-html", args=[kept.key]) in page.content.decode()
    source = client.get(reverse("devtools:mail-source", args=[kept.key]))
    assert source.content.decode().startswith("Return-Path: <orders@handloop.example>")
    file = client.get(reverse("devtools:mail-attachment", args=[kept.key, 1]))
    assert file.content == b"\x00\x01"
    assert file["Content-Disposition"] == 'attachment; filename="bowl.png"'


@pytest.mark.django_db
def test_a_mails_html_may_look_as_it_likes_and_do_nothing(
    post_office: smtplib.SMTP, mail: EmailMessage, client: Client
) -> None:
    post_office.send_message(mail)
    (kept,) = mailbox.newest_first()
    framed = client.get(reverse("devtools:mail-html", args=[kept.key]))
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert framed.content.decode().startswith('<base target="_top"><p>Ja, Zoë')


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["mail-letter", "mail-html", "mail-source"])
def test_a_mail_that_is_not_there_is_not_found(
    name: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEV_MAIL", str(tmp_path))
    assert client.get(reverse(f"devtools:{name}", args=["1-2-3"])).status_code == 404


def _connected(port: int) -> smtplib.SMTP:
    until = time.monotonic() + 10
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", port)
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.05)
