"""Photos of a piece: sent, put in order with the mouse and by keyboard, prepared."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from listings import ladder
from listings.models import Listing, Variant
from tests import cast
from tests.browser.test_buying_in_place import sign_in
from tests.shops.drawings import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def piece(mugs: Variant) -> Listing:
    """With three photos that have their ladders."""
    for alt in "ABC":
        cast.photo(mugs.listing, alt=alt)
    ladder.develop_due()
    return mugs.listing


def alts(piece: Listing) -> str:
    return "".join(piece.photos.values_list("alt", flat=True))


@pytest.fixture
def editor(page: Page, site: str, bea: User, piece: Listing) -> Page:
    """The page where it is edited."""
    sign_in(page, site, bea)
    page.goto(f"{site}/dashboard/listings/{piece.slug}/edit/")
    return page


def test_arrow_keys_and_arrows_put_them_in_order(
    editor: Page, piece: Listing, complaints: list[str]
) -> None:
    grip = editor.get_by_role("button", name="Photo 3 of 3: drag it")
    grip.focus()
    editor.keyboard.press("ArrowLeft")
    expect(editor.get_by_text("Now photo 2 of 3.")).to_be_attached()
    assert alts(piece) == "ACB"
    # The focus stays on the photo that was moved: the next press moves it on.
    expect(editor.get_by_role("button", name="Photo 2 of 3: drag it")).to_be_focused()
    editor.keyboard.press("ArrowUp")
    expect(editor.get_by_text("Now photo 1 of 3.")).to_be_attached()
    assert alts(piece) == "CAB"
    editor.get_by_role("button", name="Move photo 1 back").press("Enter")
    expect(editor.get_by_text("Now photo 2 of 3.")).to_be_attached()
    assert alts(piece) == "ACB"
    assert complaints == []


def test_dragging_puts_them_in_order_and_keeps_what_was_typed(
    editor: Page, piece: Listing, complaints: list[str]
) -> None:
    editor.get_by_label("What it shows, photo 2").fill("B, from above")
    first, last = (
        editor.get_by_role("button", name=f"Photo {n} of 3: drag it").bounding_box()
        for n in (1, 3)
    )
    assert first
    assert last
    editor.mouse.move(first["x"] + 9, first["y"] + 9)
    editor.mouse.down()
    editor.mouse.move(last["x"] + 9, last["y"] + 30, steps=8)
    editor.mouse.up()
    expect(editor.get_by_text("Now photo 3 of 3.")).to_be_attached()
    assert list(piece.photos.values_list("alt", flat=True)) == [
        "B, from above",
        "C",
        "A",
    ]
    expect(editor.get_by_label("What it shows, photo 1")).to_have_value("B, from above")
    assert complaints == []


def test_several_at_once_with_a_word_about_each_and_the_preparing(
    editor: Page, piece: Listing, tmp_path: Path, complaints: list[str]
) -> None:
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.jpg"
    good.write_bytes(picture(size=(900, 600)).read())
    bad.write_bytes(b"<svg/>")
    editor.get_by_label("What it shows, photo 1").fill("A, by daylight")
    editor.get_by_label("More photos").set_input_files([good, bad])
    editor.get_by_role("button", name="Add photos").click()
    expect(editor.get_by_text("“bad.jpg”: This is not a picture")).to_be_visible()
    expect(editor.get_by_label("What it shows, photo 4")).to_have_value(piece.title)
    assert piece.photos.values_list("alt", flat=True)[0] == "A, by daylight"
    preparing = editor.get_by_text("1 photo can be seen already")
    expect(preparing).to_be_visible()
    ladder.develop_due()
    expect(preparing).to_be_hidden(timeout=8000)
    assert not editor.locator("#preparing[hx-get]").count()
    # A browser tells the console of a 422; nothing else went wrong.
    assert [line for line in complaints if "422" not in line] == []
