from pathlib import Path

import pytest
from builders import NOW, SMALL_LIBRARY, a_page, write_pages
from sqlmodel import select

from kb.access import OPERATOR, Actor
from kb.app import App, open_app
from kb.library.exchanging import importing
from kb.model import Article, LoadProblem, Revision, Tag
from kb.settings import Settings


def revisions(app: App, slug: str) -> list[Revision]:
    with app._database.read() as session:
        joined = select(Revision).join(Article).where(Article.slug == slug).order_by(Revision.number)
        found = session.exec(joined).all()
        session.expunge_all()
        return list(found)


def test_the_first_start_loads_the_starter_pages_as_first_revisions(app: App) -> None:
    (revision,) = revisions(app, "on-time")
    assert (revision.number, revision.parent, revision.author, revision.at) == (1, None, "Carebook", NOW)
    assert revision.body == SMALL_LIBRARY["standards/on-time.md"]


def test_importing_twice_changes_nothing(app: App, manager: Actor, content_dir: Path) -> None:
    report = app.library.import_folder(manager, content_dir)
    assert (report.created, report.updated, report.problems) == ((), (), ())
    assert sorted(report.unchanged) == [
        "late-delivery",
        "late-delivery-policy",
        "on-time",
        "vocabulary",
        "why",
    ]
    assert len(revisions(app, "on-time")) == 1


def test_a_changed_page_gets_a_revision_and_the_one_before_stays(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    changed = a_page(
        "New words.\n", kind="standard", title="Punctual", owner="Ben", tags="[new]", slug="on-time"
    )
    report = app.library.import_folder(
        manager, write_pages(tmp_path / "new", {"x.md": changed}), note="Because"
    )
    assert report.updated == ("on-time",)
    first, second = revisions(app, "on-time")
    assert first.body == SMALL_LIBRARY["standards/on-time.md"]
    assert (second.number, second.parent, second.author, second.note) == (2, 1, "Manager", "Because")
    view = app.library.article(manager, "on-time")
    assert (view.title, view.owner, view.tags, view.revision) == ("Punctual", "Ben", ("new",), 2)
    assert "New words." in view.html


def test_a_page_that_goes_back_to_old_words_is_a_new_revision(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    old = SMALL_LIBRARY["philosophy/why.md"]
    for text in (a_page(kind="philosophy", slug="why"), old):
        app.library.import_folder(manager, write_pages(tmp_path / "new", {"why.md": text}))
    assert [revision.parent for revision in revisions(app, "why")] == [None, 1, 2]
    assert revisions(app, "why")[2].body == old


def test_refused_pages_are_named_and_the_others_load(app: App, manager: Actor, tmp_path: Path) -> None:
    pages = {
        "good.md": a_page(),
        "kind.md": a_page(kind="blog"),
        "none.md": "# Just words\n",
        "deep.md": a_page("- " * 120 + "x"),
    }
    report = app.library.import_folder(manager, write_pages(tmp_path / "new", pages))
    assert report.created == ("good",)
    assert [(p.path, p.line, p.code) for p in report.problems] == [
        ("deep.md", 7, "too-deep"), ("kind.md", 2, "unknown-kind"), ("none.md", 1, "missing-kind"),
    ]  # fmt: skip
    slugs = {card.slug for card in app.library.browse(manager).articles}
    assert "good" in slugs
    assert not slugs & {"kind", "none", "deep"}


def test_a_page_refused_now_keeps_the_revision_that_readers_have(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    broken = SMALL_LIBRARY["standards/on-time.md"].replace("kind: standard", "kind: standart")
    app.library.import_folder(manager, write_pages(tmp_path / "new", {"standards/on-time.md": broken}))
    assert app.library.article(manager, "on-time").revision == 1


def test_problems_are_kept_until_the_page_is_mended(app: App, manager: Actor, tmp_path: Path) -> None:
    root = write_pages(tmp_path / "new", {"x.md": a_page(kind="blog"), "y.md": a_page(ower="Ana")})
    app.library.import_folder(manager, root)
    before = [problem for problem in app.desk.problems(manager) if problem.path not in ("x.md", "y.md")]
    said = [problem for problem in app.desk.problems(manager) if problem not in before]
    assert [(problem.path, problem.severity) for problem in said] == [("x.md", "error"), ("y.md", "warning")]
    app.library.import_folder(manager, write_pages(root, {"x.md": a_page(), "y.md": a_page(owner="Ana")}))
    assert app.desk.problems(manager) == tuple(before)


def test_bytes_come_back_as_they_went_in(app: App, manager: Actor, tmp_path: Path) -> None:
    odd = ("\ufeff" + a_page("Tab\there, Ünïcödé, \u2028 and no end").replace("\n", "\r\n")).encode()
    app.library.import_folder(manager, write_pages(tmp_path / "new", {"odd.md": odd}))
    assert revisions(app, "odd")[0].body.encode() == odd


def test_an_error_in_the_middle_of_an_import_leaves_nothing(
    app: App, manager: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(importing, "keep_problems", fail)
    with pytest.raises(RuntimeError):
        app.library.import_folder(
            manager, write_pages(tmp_path / "new", {f"p{n}.md": a_page() for n in range(5)})
        )
    with app._database.read() as session:
        assert len(session.exec(select(Article)).all()) == len(SMALL_LIBRARY)
        assert len(session.exec(select(Revision)).all()) == len(SMALL_LIBRARY)
        assert not session.exec(select(LoadProblem)).all()
        assert "p0" not in {tag.name for tag in session.exec(select(Tag))}


def test_the_starter_pages_are_loaded_into_an_empty_library_only(
    small_settings: Settings, content_dir: Path
) -> None:
    open_app(small_settings).close()
    write_pages(content_dir, {"later.md": a_page()})
    app = open_app(small_settings)
    assert "later" not in {card.slug for card in app.library.browse(OPERATOR).articles}
    app.close()
