"""Whatever goes wrong is told in a person's words, and never as a traceback."""

from pathlib import Path

import pytest
from screens import Visit

from kb.access import Refused
from kb.library import Library
from pages.shell import opening


def test_what_nobody_foresaw_is_told_calmly_and_logged_whole(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret detail")

    monkeypatch.setattr(Library, "browse", broken)
    screen = visit("library")
    assert "Something went wrong on our side" in screen.words
    assert "secret detail" not in screen.html
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_is_told_in_its_own_words(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise Refused("Only the <owner> may read this.")

    monkeypatch.setattr(Library, "article", refused)
    screen = visit("article", slug="why")
    assert "That is not yours to open" in screen.words
    assert "Only the &lt;owner&gt; may read this." in screen.html


def test_an_empty_library_says_how_to_fill_it_and_still_has_its_box(visit: Visit, content_dir: Path) -> None:
    for path in sorted(content_dir.rglob("*.md")):
        path.unlink()
    screen = visit(q="parcel")
    assert "The library is empty" in screen.words
    assert screen.data("search")["answers"]["rows"] == []


def test_without_a_vocabulary_people_can_still_read_and_search(visit: Visit, content_dir: Path) -> None:
    (content_dir / "policies" / "vocabulary.md").unlink()
    assert visit(q="tracking").data("search")["answers"]["rows"]
    assert "Ask the carrier." in visit("article", slug="late-delivery").words


def test_a_server_without_starter_pages_says_what_to_mend(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREBOOK_CONTENT", str(tmp_path / "nowhere"))
    screen = visit()
    assert "The library could not be opened" in screen.words


def test_a_demonstration_with_nobody_in_it_says_so(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(opening.opened().people), "everyone", lambda _: ())
    assert "There is nobody to be yet" in visit().words
