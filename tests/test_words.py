"""Nobody forgets that somebody reads another language: words for people stand in
translate tags and gettext calls, read off the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.catalogue import gather

ROOT = Path(__file__).resolve().parent.parent
APPS = ["accounts", "darkroom", "listings", "marketplace", "notifications", "orders"]
APPS += ["payments", "shops"]
#: Seen by developers and operators alone.
NOT_FOR_PEOPLE = ("devtools", "admin", "robots.txt")
#: What is the same in every language.
NO_WORDS = {"Handloop", "UTC"}

#: What may hold words and is no text, in the order in which it is taken out.
HIDDEN = [
    r"\{#.*?#\}",
    r"\{% comment .*?\{% endcomment %\}",
    r"\{% (blocktranslate|language) .*?\{% end\1 %\}",
    r"\{% block page_class %\}.*?\{% endblock[ \w]*%\}",
    r"<script.*?</script>",
    r"<style.*?</style>",
    r"<!--.*?-->",
]
ATTRIBUTE = re.compile(r'\s(?:aria-label|alt|title|placeholder)="([^"]*)"')
TAG = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
#: Words handed to another template, or to a filter.
HANDED = re.compile(
    r'(?:\b(?:title|words|label|lead|here)=|\|(?:default|yesno|add|pluralize):)"([^"]*)"'
)
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
#: Whose argument a person reads, and which one it is.
SAID = {"Refused": 0, "SoldOut": 0, "ValidationError": 0, "add_error": 1}
SAID |= {"success": 1}


def pages() -> Iterator[Path]:
    """Every template that people read, letters too."""
    for path in sorted((ROOT / "templates").rglob("*")):
        ours = path.relative_to(ROOT / "templates")
        if path.suffix in (".html", ".txt") and not {*NOT_FOR_PEOPLE} & {*ours.parts}:
            yield path


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def plain_words(text: str) -> list[str]:
    """What a template says that no translator would ever see."""
    for pattern in HIDDEN:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    tags = "".join(TAG.findall(text))
    handed = [said[1] for said in HANDED.finditer(tags) if is_said(said[1])]
    text = TAG.sub("", text)
    attributes = [said[1] for said in ATTRIBUTE.finditer(text)]
    between = re.sub(r"<[^>]*>", "\n", text).splitlines()
    said = [*handed, *attributes, *between]
    return [words.strip() for words in said if has_words(words) and words[0] != "#"]


def is_said(words: str) -> bool:
    """Not a name that only templates know."""
    return words[:1].isupper() or (" " in words.strip() and words[0] != "#")


def has_words(text: str) -> bool:
    """Letters that somebody would translate."""
    return bool(set(WORD.findall(ENTITY.sub("", text))) - NO_WORDS)


def test_every_word_of_a_template_can_be_translated() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {words}"
        for path in pages()
        for words in plain_words(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Plain words.</p>",
        '<img alt="A bowl" src="{{ url }}">',
        '{% include "x.html" with title="Nothing yet" %}',
        '{{ name|default:"Somebody" }}',
        '<p>{% translate "One" %} and more</p>',
    ],
)
def test_plain_words_are_found(template: str) -> None:
    assert plain_words(template)


@pytest.mark.parametrize(
    "template",
    [
        '<p class="x">{% translate "Words." %} · 3 × {{ title }}&nbsp;</p>',
        "<p>{% blocktranslate trimmed %}A <b>{{ b }}</b>{% endblocktranslate %}</p>",
        '{% include "x.html" with title=_("Nothing yet") size="small" %}{# words #}',
    ],
)
def test_translated_words_are_none(template: str) -> None:
    assert plain_words(template) == []


def test_dates_are_written_by_the_language() -> None:
    """Django's own filters fix the order of day and month; machines read ISO."""
    fixed = re.compile(r'\|(?:date|time):"(?!Y-m-d|c")')
    assert [path.name for path in pages() if fixed.search(path.read_text())] == []


def test_nothing_is_refused_or_told_in_plain_english() -> None:
    plain = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (place := SAID.get(name_of(node.func))) is not None
        and len(node.args) > place
        and is_plain(node.args[place])
    ]
    assert plain == []


def name_of(called: ast.expr) -> str:
    """What is called, without its module."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def is_plain(said: ast.expr) -> bool:
    """Words of ours, whole or around places, that nobody translates."""
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return any(isinstance(text, str) and has_words(text) for text in texts)


def test_what_is_said_at_import_is_translated_later() -> None:
    """gettext in a class, a table or a default would keep the language of the start."""
    early = [
        f"{name}:{line}"
        for name, tree in sources()
        for line in called_at_import(tree, eager_names(tree))
    ]
    assert early == []


def eager_names(tree: ast.Module) -> set[str]:
    """What this module calls the functions that translate at once."""
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ("gettext", "ngettext", "pgettext", "npgettext")
    }


def called_at_import(tree: ast.AST, names: set[str]) -> Iterator[int]:
    """Lines that call one of these outside of any function's body."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            outside = [*node.decorator_list, *node.args.defaults]
            outside += [one for one in node.args.kw_defaults if one]
            for one in outside:
                yield from called_at_import(one, names)
        elif not isinstance(node, ast.Lambda):
            if isinstance(node, ast.Call) and name_of(node.func) in names:
                yield node.lineno
            yield from called_at_import(node, names)


def test_no_sentence_is_empty() -> None:
    """An empty string would be answered with the head of the catalogue."""
    assert "" not in [message.id for message in list(gather())[1:]]
