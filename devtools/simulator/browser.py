"""A buyer's browser: opens the link of an email, reads the page, presses its buttons.

Only what stands on the page can be done; a button that is not there is not pressed."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client

LINK = re.compile(r"https?://[^\s/]+(/orders/open/[\w-]+/)")
NUMBER = re.compile(r"/orders/(\w{8})/")


@dataclass
class Form:
    """One form of a page, as it was sent."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    #: The words on its buttons.
    words: str = ""
    #: Name and value of its first button.
    button: tuple[str, str] | None = None
    #: What is there to be filled in.
    blanks: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.form: Form | None = None
        self.on_button = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", ""), given.get("method", "get"))
            self.found.append(self.form)
        elif self.form is not None:
            self._inside(self.form, tag, given)

    def _inside(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button":
            self.on_button = True
            form.button = form.button or ((name, given.get("value", "")))
        elif tag == "textarea" and name:
            form.blanks.append(name)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if self.select not in form.fields or "selected" in given:
                form.fields[self.select] = given.get("value", "")
        elif tag == "input" and name:
            self._input(form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("text", "email", "number", "date") and not given.get("value"):
            form.blanks.append(name)
        elif kind not in ("checkbox", "radio") or "checked" in given:
            form.fields[name] = given.get("value", "on")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "button":
            self.on_button = False
        if tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.on_button:
            self.form.words += f" {data.strip()}"


def forms(html: str) -> list[Form]:
    """In the order of the page; a form of the same place twice counts once."""
    parser = _Forms()
    parser.feed(html)
    return [form for form in parser.found if form.method.lower() == "post"]


@dataclass
class Page:
    """What the browser shows."""

    number: str
    html: str
    client: Client
    status: int

    def form(self, pattern: str) -> Form | None:
        """The first whose address or button says this."""
        for form in forms(self.html):
            if re.search(pattern, f"{form.action} {form.words}", re.IGNORECASE):
                return form
        return None

    def press(self, pattern: str, **filled: str) -> "Page | None":
        """Fill in and press; None when there is no such button, or it was refused."""
        form = self.form(pattern)
        if form is None:
            return None
        given = dict(form.fields)
        if form.button and form.button[0]:
            given[form.button[0]] = form.button[1]
        for name in form.blanks:
            given[name] = filled.get(name, filled.get("words", ""))
        answer = self.client.post(form.action or f"/orders/{self.number}/", given)
        self.status = answer.status_code
        if answer.status_code not in (200, 302, 303):
            return None
        return self.follow(answer.headers.get("Location", ""), answer.content)

    def follow(self, location: str, content: bytes) -> "Page":
        """Where the browser is sent; without that, what it was given."""
        if not location:
            return Page(self.number, content.decode(), self.client, 200)
        answer = self.client.get(urlsplit(location).path)
        html = answer.content.decode()
        return Page(self.number, html, self.client, answer.status_code)


def open_link(path: str) -> Page | None:
    """As from an email, in a browser that knows nothing; None when it opens nothing."""
    # A page that breaks is seen as such; the story goes on without it.
    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    answer = client.get(path, follow=True)
    found = NUMBER.search(answer.request["PATH_INFO"])
    if answer.status_code != 200 or found is None:
        return None
    return Page(found[1], answer.content.decode(), client, 200)
