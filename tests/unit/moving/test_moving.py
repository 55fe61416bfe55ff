from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import NOW, POLICY, SMALL_LIBRARY, VOCABULARY, write_pages
from sqlmodel import select

from kb.access import OPERATOR, Actor, Refused
from kb.app import App, open_app
from kb.library import NotFound
from kb.library.moving import AddressTaken, BadAddress, CannotMove, Move
from kb.model import AuditEvent, Revision
from kb.settings import Settings

LINKS = (
    "---\r\nkind: help\r\ntitle: Many links\r\n---\r\n# Many links\r\n\r\n"
    "See [a](../standards/on-time.md), [b](<../standards/on-time.md#the-floor>) and [c][ref]. "
    "`[x](../standards/on-time.md)`\r\n\r\n"
    "> [[on-time]] and [[on-time#the-floor|text]]\r\n\r\n"
    '| a | b |\r\n|---|---|\r\n| [[on-time\\|t]] | [d](/article?slug=on-time#the-floor "title") |\r\n\r\n'
    "```\r\n[x](../standards/on-time.md) [[on-time]]\r\n```\r\n\r\n"
    "[ref]: ../standards/on-time.md 'A title'\r\n"
)


@pytest.fixture
def any_app(any_url: str, tmp_path: Path) -> Iterator[App]:
    pages = {**SMALL_LIBRARY, "help/many-links.md": LINKS}
    content = write_pages(tmp_path / "pages", pages)
    settings = Settings(data=tmp_path / "data", content=content, database_url=any_url)
    opened = open_app(settings, clock=lambda: NOW)
    yield opened
    opened.close()


def source(app: App, slug: str) -> str:
    found = app.library._shelves.read(slug)
    assert found is not None
    return found[0].source.text


def test_a_renamed_page_is_found_at_every_address_it_ever_had(any_app: App) -> None:
    app = any_app
    app.moving.move(
        OPERATOR, "on-time", Move(slug="never-late", path="promises/Nie zu spät.md", title="Never late")
    )
    app.moving.move(OPERATOR, "never-late", Move(slug="always-on-time"))
    for slug in ("on-time", "never-late", "always-on-time"):
        view = app.library.article(OPERATOR, slug)
        assert (view.slug, view.title) == ("always-on-time", "Never late")
    assert app.library.address(OPERATOR, "late-delivery", "../standards/on-time.md#x") == (
        "/article?slug=always-on-time#x"
    )
    assert app.library.address(OPERATOR, "late-delivery", "[[never-late]]") == "/article?slug=always-on-time"
    assert app.audit.verify(OPERATOR).problems == ()


def test_links_to_a_moved_page_are_rewritten_and_not_one_other_byte(any_app: App) -> None:
    before = source(any_app, "many-links")
    report = any_app.moving.move(OPERATOR, "on-time", Move(slug="in-time", path="standards/in time (ü).md"))
    after = source(any_app, "many-links")
    path = "../standards/in%20time%20%28ü%29.md"
    expected = (
        before.replace("[a](../standards/on-time.md)", f"[a]({path})")
        .replace("<../standards/on-time.md#", "<../standards/in time (ü).md#")
        .replace("> [[on-time]] and [[on-time#", "> [[in-time]] and [[in-time#")
        .replace("[[on-time\\|t]]", "[[in-time\\|t]]")
        .replace("slug=on-time#", "slug=in-time#")
        .replace("[ref]: ../standards/on-time.md ", f"[ref]: {path} ")
    )
    assert after == expected
    assert {page.slug for page in report.rewritten} == {"many-links", "late-delivery", "late-delivery-policy"}
    view = any_app.library.article(OPERATOR, "many-links")
    assert 'class="broken"' not in view.html
    assert view.revision == 2
    with any_app._database.read() as session:
        newest = session.exec(select(Revision).where(Revision.number == 2)).all()
        assert {(revision.origin, revision.material) for revision in newest} == {("moved", False)}


def test_a_moved_page_s_own_links_and_pictures_still_lead_where_they_led(app: App, manager: Actor) -> None:
    app.moving.move(manager, "late-delivery", Move(path="desk/late/first.md"))
    text = source(app, "late-delivery")
    assert "[the floor](../../standards/on-time.md#the-floor)" in text
    assert "(../../standards/gone.md)" in text, "a broken link still names what it named"
    assert "slug: late-delivery" in text, "the file's name would say another address"
    assert app.library.article(manager, "late-delivery").revision == 2


def test_a_policy_decides_the_same_after_what_it_cites_was_moved(app: App, agent: Actor) -> None:
    def decided() -> list[tuple[object, ...]]:
        decision = app.desk.decide(agent, "late_delivery", {"days_late": "8", "order_value": "30"})
        return [(v.remedy.key, v.word, v.limits, v.provided) for v in decision.verdicts]

    before, problems = decided(), [(p.code, p.message) for p in app.desk.problems(agent)]
    app.moving.move(OPERATOR, "on-time", Move(slug="in-time", path="promises/in-time.md"))
    app.moving.move(OPERATOR, "late-delivery", Move(slug="late", path="playbooks/late.md"))
    app.moving.move(
        OPERATOR, "late-delivery-policy", Move(slug="late-rules", path="rules/late.md", title="Rules: late")
    )
    app.moving.move(OPERATOR, "vocabulary", Move(path="rules/vocabulary.md"))
    assert decided() == before
    assert [(p.code, p.message) for p in app.desk.problems(agent)] == problems
    assert app.desk.decide(agent, "late_delivery", {}).policy.slug == "late-rules"
    assert "[it](../promises/in-time.md#the-floor)" in source(app, "late-rules")
    assert "[late](../playbooks/late.md)" in source(app, "vocabulary")


def test_a_dry_run_promises_what_is_then_done_and_does_nothing(app: App, manager: Actor) -> None:
    to = Move(slug="in-time", path="standards/in-time.md", title="In time: always")
    promised = app.moving.move(manager, "on-time", to, dry_run=True)
    with app._database.read() as session:
        assert session.exec(select(AuditEvent).where(AuditEvent.action == "move")).first() is None
    assert app.library.article(manager, "on-time").slug == "on-time"
    with pytest.raises(NotFound):
        app.library.article(manager, "in-time")
    done = app.moving.move(manager, "on-time", to)
    assert done.as_json() | {"done": False} == promised.as_json()
    assert 'title: "In time: always"' in source(app, "in-time")
    assert "# In time: always\n" in source(app, "in-time")


def test_links_to_a_title_follow_it_when_it_changes(app: App, manager: Actor, tmp_path: Path) -> None:
    page = "---\nkind: help\ntitle: N\n---\n[x](../standards/on-time.md#on-time) [y](#n)\n\n# N\n"
    app.library.import_folder(OPERATOR, write_pages(tmp_path / "m", {"help/n.md": page}))
    app.moving.move(manager, "on-time", Move(title="Never *late*"))
    assert "on-time.md#never-late)" in source(app, "n")
    app.moving.move(manager, "n", Move(title="M"))
    assert "[y](#m)" in source(app, "n")


def test_a_merged_page_s_addresses_lead_to_the_other_and_so_do_links(any_app: App) -> None:
    app = any_app
    app.moving.move(OPERATOR, "on-time", Move(slug="in-time", path="standards/in-time.md"))
    report = app.moving.merge(OPERATOR, "in-time", "why")
    assert {page.slug for page in report.rewritten} == {"many-links", "late-delivery", "late-delivery-policy"}
    for slug in ("on-time", "in-time", "why"):
        assert app.library.article(OPERATOR, slug).slug == "why"
    assert "[b](<../philosophy/why.md>)" in source(app, "many-links"), "that page has no such heading"
    assert "in-time" not in {card.slug for card in app.library.browse(OPERATOR).articles}
    app.moving.unarchive(OPERATOR, "in-time")
    assert app.library.article(OPERATOR, "in-time").title == "On time"
    assert app.library.article(OPERATOR, "on-time").slug == "why"
    assert app.audit.verify(OPERATOR).problems == ()


def test_archiving_lists_what_links_there_and_can_be_undone(app: App, manager: Actor) -> None:
    planned = app.moving.archive(manager, "on-time", dry_run=True)
    assert planned.linked_from == ("late-delivery", "late-delivery-policy")
    assert planned.warnings
    assert "on-time" in {card.slug for card in app.library.browse(manager).articles}
    app.moving.archive(manager, "on-time")
    assert "on-time" not in {card.slug for card in app.library.browse(manager).articles}
    view = app.library.article(manager, "on-time")
    assert view.archived_at == NOW
    assert 'href="/article?slug=on-time#the-floor"' in app.library.article(manager, "late-delivery").html
    assert app.moving.archive(manager, "on-time").done, "twice is once"
    app.moving.unarchive(manager, "on-time")
    assert app.library.article(manager, "on-time").archived_at is None
    assert [e.action for e in app.audit.events(manager, thing="on-time")[:2]] == ["unarchive", "archive"]


REFUSED: tuple[tuple[str, Move, type[Exception]], ...] = (
    ("on-time", Move(slug="why"), AddressTaken),
    ("on-time", Move(slug="Not A Slug"), BadAddress),
    ("on-time", Move(slug="x" * 121), BadAddress),
    ("on-time", Move(path="../out.md"), BadAddress),
    ("on-time", Move(path="/etc/passwd.md"), BadAddress),
    ("on-time", Move(path="a/.git/x.md"), BadAddress),
    ("on-time", Move(path="a\\b.md"), BadAddress),
    ("on-time", Move(path="a//b.md"), BadAddress),
    ("on-time", Move(path="page.txt"), BadAddress),
    ("on-time", Move(path="a\x00.md"), BadAddress),
    ("on-time", Move(path="x" * 1001 + ".md"), BadAddress),
    ("on-time", Move(path="Philosophy/WHY.md"), AddressTaken),
    ("on-time", Move(title="two\nlines"), BadAddress),
    ("on-time", Move(title="x" * 201), BadAddress),
    ("vocabulary", Move(slug="words"), BadAddress),
    ("late-delivery-policy", Move(slug="vocabulary-late"), BadAddress),
    ("gone", Move(slug="x"), NotFound),
)


def test_what_cannot_be_is_refused_and_nothing_is_changed(app: App, manager: Actor) -> None:
    before = {card.slug: card for card in app.library.browse(manager).articles}
    for slug, to, error in REFUSED:
        with pytest.raises(error):
            app.moving.move(manager, slug, to)
        assert {card.slug: card for card in app.library.browse(manager).articles} == before, to


def test_a_former_address_is_never_given_to_another_page(app: App, manager: Actor) -> None:
    app.moving.move(manager, "on-time", Move(slug="in-time", path="standards/in-time.md"))
    with pytest.raises(AddressTaken, match="in-time"):
        app.moving.move(manager, "why", Move(slug="on-time"))
    with pytest.raises(AddressTaken):
        app.moving.move(manager, "why", Move(path="standards/on-time.md"))
    back = app.moving.move(manager, "in-time", Move(slug="on-time", path="standards/on-time.md"))
    assert back.slug == "on-time"
    assert app.library.article(manager, "in-time").slug == "on-time"


def test_what_cannot_be_merged_or_put_away_is_refused(app: App, manager: Actor) -> None:
    for act in (
        lambda: app.moving.merge(manager, "why", "why"),
        lambda: app.moving.merge(manager, "vocabulary", "why"),
        lambda: app.moving.archive(manager, "vocabulary"),
    ):
        with pytest.raises(CannotMove):
            act()
    app.moving.archive(manager, "why")
    with pytest.raises(CannotMove):
        app.moving.merge(manager, "on-time", "why")


def test_only_managers_move_and_archive(app: App, agent: Actor) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: app.moving.move(agent, "why", Move(slug="x")),
        lambda: app.moving.merge(agent, "why", "on-time"),
        lambda: app.moving.archive(agent, "why"),
        lambda: app.moving.unarchive(agent, "why"),
    )
    for call in calls:
        with pytest.raises(Refused):
            call()


def test_a_link_written_before_a_move_resolves_from_where_its_page_used_to_lie(
    app: App, manager: Actor
) -> None:
    app.moving.move(manager, "late-delivery", Move(path="desk/late/first.md"))
    found = app.library.address(manager, "late-delivery", "../standards/on-time.md#the-floor")
    assert found == "/article?slug=on-time#the-floor"


def test_the_pages_are_as_they_were_after_there_and_back(app: App, manager: Actor) -> None:
    before = {slug: source(app, slug) for slug in ("late-delivery", "late-delivery-policy", "vocabulary")}
    app.moving.move(manager, "on-time", Move(path="x/y/on-time.md"))
    app.moving.move(manager, "on-time", Move(path="standards/on-time.md"))
    app.moving.move(manager, "vocabulary", Move(path="vocabulary.md"))
    app.moving.move(manager, "vocabulary", Move(path="policies/vocabulary.md"))
    assert {slug: source(app, slug) for slug in before} == before
    assert (before["late-delivery-policy"], before["vocabulary"]) == (POLICY, VOCABULARY)
