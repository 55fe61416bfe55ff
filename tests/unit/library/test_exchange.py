"""The library out and in again: byte for byte, and put together where both sides changed."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import NOW, a_page, write_pages
from exchange_trees import PDF, contents, picture
from sqlmodel import select

from kb.access import OPERATOR, Actor, Refused
from kb.app import App, open_app
from kb.library import ImportReport
from kb.library.exchanging import ExchangeError, NotExportable
from kb.library.moving import Move
from kb.library.revising import Stamp, revise
from kb.model import Article, Draft, Revision
from kb.settings import Settings
from kb.sources import read_page

LINES = "".join(f"Line {n}.\n\n" for n in range(12))
PAGE = a_page(LINES, kind="help", title="Many lines", slug="many-lines")


@pytest.fixture
def fresh(tmp_path: Path, content_dir: Path) -> Iterator[Callable[[str], App]]:
    """Open another library, with nothing in it."""
    opened: list[App] = []

    def another(name: str) -> App:
        settings = Settings(data=tmp_path / name, content=content_dir, database_url=None)
        opened.append(open_app(settings, clock=lambda: NOW, ready=False, empty=True))
        return opened[-1]

    yield another
    for each in opened:
        each.close()


def outcome(report: ImportReport) -> dict[str, tuple[str, ...]]:
    keys = ("created", "updated", "merged", "behind", "conflicts")
    return {key: getattr(report, key) for key in keys if getattr(report, key)}


def edit(app: App, slug: str, old: str, new: str) -> None:
    """Change a page in the library, as a published draft does."""
    with app._database.write() as session:
        article = session.exec(select(Article).where(Article.slug == slug)).one()
        wanted = (Revision.article_id == article.id, Revision.number == article.current)
        text = session.exec(select(Revision.body).where(*wanted)).one()
        assert old in text
        page, _ = read_page(article.path, text.replace(old, new).encode())
        assert page is not None
        revise(session, article, replace(page, slug=slug), Stamp(OPERATOR, NOW, "Edited here"))


def text(app: App, slug: str) -> str:
    with app._database.read() as session:
        current = (Revision.article_id == Article.id, Revision.number == Article.current)
        return session.exec(select(Revision.body).join(Article).where(Article.slug == slug, *current)).one()


def test_an_export_taken_in_elsewhere_and_written_out_again_is_the_same_tree(
    app: App, fresh: Callable[[str], App], tmp_path: Path
) -> None:
    odd = ("\ufeff" + a_page("Ünïcödé \u2028 and no end").replace("\n", "\r\n")).encode()
    tree = {"odd.md": odd, "Über uns/a b.md": a_page(), "img/ä ö.png": picture(), "form.pdf": PDF}
    app.exchange.import_from(OPERATOR, write_pages(tmp_path / "src", tree))
    app.moving.move(OPERATOR, "odd", Move(slug="strange"))
    app.moving.merge(OPERATOR, "late-delivery", "on-time")
    app.moving.archive(OPERATOR, "why")
    first = app.exchange.export_to(OPERATOR, tmp_path / "one")
    assert (first.pages, first.attachments) == (7, 2)
    other = fresh("two")
    report = other.exchange.import_from(OPERATOR, tmp_path / "one")
    assert not report.problems
    other.exchange.export_to(OPERATOR, tmp_path / "two-out")
    assert contents(tmp_path / "two-out") == contents(tmp_path / "one")
    with other._database.read() as session:
        rows = {row.slug: row.archived_at for row in session.exec(select(Article))}
    assert rows["why"] == NOW
    assert rows["strange"] is None
    assert other.library.article(OPERATOR, "odd").slug == "strange", "the former address goes on working"
    assert app.audit.verify(OPERATOR).problems == ()


def test_two_archives_of_one_library_are_the_same_bytes_and_come_back_whole(
    app: App, fresh: Callable[[str], App], tmp_path: Path
) -> None:
    for name in ("a.zip", "b.zip"):
        app.exchange.export_to(OPERATOR, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    other = fresh("two")
    assert len(other.exchange.import_from(OPERATOR, tmp_path / "a.zip").created) == 5
    other.exchange.export_to(OPERATOR, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "a.zip").read_bytes()


def test_what_the_library_changed_alone_stays_and_is_reported_behind(app: App, tmp_path: Path) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    edit(app, "why", "People.", "People first.")
    assert outcome(app.exchange.import_from(OPERATOR, tmp_path / "out")) == {"behind": ("why",)}
    assert "People first." in text(app, "why")


def test_what_both_changed_in_different_lines_is_merged_and_stays_so(app: App, tmp_path: Path) -> None:
    app.exchange.import_from(OPERATOR, write_pages(tmp_path / "src", {"many.md": PAGE}))
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    edit(app, "many-lines", "Line 2.", "Line two, of the library.")
    file = tmp_path / "out" / "many.md"
    file.write_text(file.read_text("utf-8").replace("Line 9.", "Line nine, of the file."), "utf-8")
    assert outcome(app.exchange.import_from(OPERATOR, tmp_path / "out")) == {"merged": ("many-lines",)}
    merged = text(app, "many-lines")
    assert "Line two, of the library." in merged
    assert "Line nine, of the file." in merged
    assert outcome(app.exchange.import_from(OPERATOR, tmp_path / "out")) == {"behind": ("many-lines",)}
    plain = write_pages(tmp_path / "plain", {"many.md": file.read_bytes()})
    assert outcome(app.exchange.import_from(OPERATOR, plain)) == {"behind": ("many-lines",)}
    assert text(app, "many-lines") == merged, "also without a manifest nothing is undone"


def test_of_a_conflict_readers_keep_what_they_have_and_a_draft_keeps_both(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    app.exchange.import_from(OPERATOR, write_pages(tmp_path / "src", {"many.md": PAGE}))
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    edit(app, "many-lines", "Line 5.", "Five of the library.")
    file = tmp_path / "out" / "many.md"
    file.write_text(file.read_text("utf-8").replace("Line 5.", "Five of the file."), "utf-8")
    for _ in range(2):
        report = app.exchange.import_from(manager, tmp_path / "out")
        assert outcome(report) == {"conflicts": ("many-lines",)}
        (problem,) = [each for each in report.problems if each.code == "conflict"]
        assert (problem.path, problem.line) == ("many.md", 18)
    assert "Five of the library." in text(app, "many-lines")
    (card,) = app.drafts.list(manager)
    draft = app.drafts.open(manager, card.id)
    assert "Five of the library." in draft.text
    assert "Five of the file." in draft.text
    assert (card.slug, card.author, card.base) == ("many-lines", "Manager", 2)


def test_without_a_manifest_the_base_is_what_came_out_of_a_folder_last(app: App, tmp_path: Path) -> None:
    source = write_pages(tmp_path / "src", {"many.md": PAGE})
    app.exchange.import_from(OPERATOR, source)
    edit(app, "many-lines", "Line 2.", "Two.")
    assert outcome(app.exchange.import_from(OPERATOR, source)) == {"behind": ("many-lines",)}
    write_pages(source, {"many.md": PAGE.replace("Line 10.", "Ten.")})
    assert outcome(app.exchange.import_from(OPERATOR, source)) == {"merged": ("many-lines",)}
    assert "Two." in text(app, "many-lines")


def test_a_second_change_of_the_same_line_in_a_folder_is_no_conflict(app: App, tmp_path: Path) -> None:
    app.exchange.import_from(OPERATOR, write_pages(tmp_path / "src", {"many.md": PAGE}))
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    for words in ("First.", "Second."):
        write_pages(tmp_path / "out", {"many.md": PAGE.replace("Line 3.", words)})
        report = app.exchange.import_from(OPERATOR, tmp_path / "out")
        assert outcome(report) == {"updated": ("many-lines",)}
    assert "Second." in text(app, "many-lines")


def test_two_folders_of_one_export_never_overwrite_each_other(app: App, tmp_path: Path) -> None:
    app.exchange.import_from(OPERATOR, write_pages(tmp_path / "src", {"many.md": PAGE}))
    for name in ("ann", "bob"):
        app.exchange.export_to(OPERATOR, tmp_path / name)
        write_pages(tmp_path / name, {"many.md": PAGE.replace("Line 3.", f"{name}'s words.")})
    assert outcome(app.exchange.import_from(OPERATOR, tmp_path / "ann")) == {"updated": ("many-lines",)}
    assert outcome(app.exchange.import_from(OPERATOR, tmp_path / "bob")) == {"conflicts": ("many-lines",)}
    assert "ann's words." in text(app, "many-lines")


def test_a_dry_run_says_what_would_happen_and_changes_nothing(app: App, tmp_path: Path) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    write_pages(tmp_path / "out", {"new.md": a_page(), "philosophy/why.md": "---\nkind: help\n---\nOther.\n"})
    before = contents(tmp_path / "out")
    for _ in range(2):
        report = app.exchange.import_from(OPERATOR, tmp_path / "out", dry_run=True)
        assert outcome(report) == {"created": ("new",), "updated": ("why",)}
        assert report.dry_run
    assert contents(tmp_path / "out") == before
    assert "People." in text(app, "why")
    assert app.audit.verify(OPERATOR).events == 6, "five pages came, and one export was made"


def test_a_file_that_was_moved_in_the_folder_is_the_same_page_at_its_new_place(
    app: App, tmp_path: Path
) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    (tmp_path / "out" / "care").mkdir()
    (tmp_path / "out" / "philosophy" / "why.md").rename(tmp_path / "out" / "care" / "reasons.md")
    assert outcome(app.exchange.import_from(OPERATOR, tmp_path / "out")) == {"updated": ("why",)}
    with app._database.read() as session:
        article = session.exec(select(Article).where(Article.slug == "why")).one()
        assert article.path == "care/reasons.md"


def test_a_file_that_is_gone_is_named_and_its_page_stays(app: App, tmp_path: Path) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    (tmp_path / "out" / "philosophy" / "why.md").unlink()
    report = app.exchange.import_from(OPERATOR, tmp_path / "out")
    assert [(each.path, each.code) for each in report.problems] == [("philosophy/why.md", "gone")]
    assert text(app, "why")


def test_an_export_never_overwrites_what_was_changed_in_its_folder_and_not_imported(
    app: App, tmp_path: Path
) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    file = tmp_path / "out" / "philosophy" / "why.md"
    file.write_text("My own words.\n", "utf-8")
    with pytest.raises(NotExportable, match=r"philosophy/why\.md"):
        app.exchange.export_to(OPERATOR, tmp_path / "out")
    assert file.read_text("utf-8") == "My own words.\n"


def test_an_export_brings_its_folder_up_to_date_and_leaves_the_rest_of_it(app: App, tmp_path: Path) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    write_pages(tmp_path / "out", {".git/HEAD": "ref", "notes.txt": "mine"})
    edit(app, "why", "People.", "People first.")
    app.moving.move(OPERATOR, "on-time", Move(slug="punctual", path="standards/punctual.md"))
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    here = contents(tmp_path / "out")
    assert b"People first." in here["philosophy/why.md"]
    assert "standards/punctual.md" in here
    assert "standards/on-time.md" not in here
    assert {".git/HEAD", "notes.txt"} <= here.keys()
    app.exchange.export_to(OPERATOR, tmp_path / "clean")
    fresh = contents(tmp_path / "clean")
    assert {path: here[path] for path in fresh} == fresh
    with pytest.raises(NotExportable, match="no export's"):
        app.exchange.export_to(OPERATOR, write_pages(tmp_path / "mine", {"notes.txt": "mine"}))


def test_an_export_does_not_write_through_a_symbolic_link(app: App, tmp_path: Path) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    outside = write_pages(tmp_path / "outside", {"why.md": "Not yours.\n"})
    (tmp_path / "out" / "philosophy" / "why.md").unlink()
    (tmp_path / "out" / "philosophy").rmdir()
    (tmp_path / "out" / "philosophy").symlink_to(outside, target_is_directory=True)
    with pytest.raises(NotExportable, match="symbolic link"):
        app.exchange.export_to(OPERATOR, tmp_path / "out")
    assert (outside / "why.md").read_text("utf-8") == "Not yours.\n"


def test_pictures_are_compared_like_pages_and_never_overwritten_unseen(app: App, tmp_path: Path) -> None:
    red, blue, green = (picture(colour=colour) for colour in ((200, 0, 0), (0, 0, 200), (0, 200, 0)))
    source = write_pages(tmp_path / "src", {"a.png": red, "b.svg": "<svg/>", "c.png": b"<html>"})
    report = app.exchange.import_from(OPERATOR, source)
    assert report.attachments.created == ("a.png",)
    assert [(each.path, each.code) for each in report.problems] == [
        ("b.svg", "attachment-markup"),
        ("c.png", "attachment-markup"),
    ]
    write_pages(source, {"a.png": blue})
    assert app.exchange.import_from(OPERATOR, source).attachments.updated == ("a.png",)
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    sha256 = json.loads((tmp_path / "out/.carebook/library.json").read_bytes())["attachments"]["a.png"][
        "sha256"
    ]
    app.attachments.put(OPERATOR, "a.png", green, replaces=sha256)
    assert app.exchange.import_from(OPERATOR, tmp_path / "out").attachments.behind == ("a.png",)
    write_pages(tmp_path / "out", {"a.png": red})
    assert app.exchange.import_from(OPERATOR, tmp_path / "out").attachments.conflicts == ("a.png",)


@pytest.mark.parametrize(
    "manifest",
    [b"{", b"[]", b'{"carebook": 2}', b'{"pages": {"a.md": {"slug": "x"}}}', b"\xff", b"[" * 9000],
)
def test_a_manifest_that_cannot_be_read_refuses_the_import(app: App, tmp_path: Path, manifest: bytes) -> None:
    tree = write_pages(tmp_path / "src", {".carebook/library.json": manifest, "a.md": a_page()})
    with pytest.raises(ExchangeError, match=r"library\.json"):
        app.exchange.import_from(OPERATOR, tree)


def test_who_may_not_import_may_not_export_either(app: App, agent: Actor, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        app.exchange.export_to(agent, tmp_path / "out")
    with pytest.raises(Refused):
        app.exchange.import_from(agent, tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_named_pipe_among_the_pages_is_passed_over(app: App, tmp_path: Path) -> None:
    tree = write_pages(tmp_path / "src", {"a.md": a_page()})
    os.mkfifo(tree / "b.md")
    assert app.exchange.import_from(OPERATOR, tree).created == ("a",)


def test_nobody_s_draft_is_made_by_a_dry_run(app: App, tmp_path: Path) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    edit(app, "why", "People.", "Here.")
    write_pages(tmp_path / "out", {"philosophy/why.md": text(app, "why").replace("Here.", "There.")})
    report = app.exchange.import_from(OPERATOR, tmp_path / "out", dry_run=True)
    assert outcome(report) == {"conflicts": ("why",)}
    with app._database.read() as session:
        assert session.exec(select(Draft)).all() == []
