"""Images and documents: kept only if they are what they must be, and had only by who may see their page."""

import asyncio
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from builders import NOW, a_page, write_pages
from exchange_trees import PDF, picture
from sqlmodel import select
from starlette.applications import Starlette

from kb import access
from kb.access import OPERATOR, Actor, Refused
from kb.app import App
from kb.library import NotFound
from kb.library.attachments import AttachmentRefused, AttachmentTaken, attachments, inspect
from kb.model import AttachmentContent, Person
from pages.shell import attachment_route, opening

MIB = 1024 * 1024
PAGE = a_page("![a box](img/box.png) [form](form.pdf) ![gone](gone.png)\n", slug="boxes")


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status_code: int
    headers: dict[str, str]
    content: bytes


class TestClient:
    """The least that a browser does, without a network."""

    __test__ = False

    def get(
        self, address: str, params: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        parts = urlsplit(address)
        query = urlencode(params) if params else parts.query
        scope = {
            "type": "http",
            "method": "GET",
            "path": parts.path,
            "query_string": query.encode(),
            "headers": [(key.lower().encode(), value.encode()) for key, value in (headers or {}).items()],
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(Starlette(routes=list(attachment_route.ROUTES))(scope, receive, send))  # type: ignore[arg-type]
        said = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], said, b"".join(each.get("body", b"") for each in sent[1:]))


@pytest.fixture
def client(app: App, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser that asks for attachments of the open app."""
    monkeypatch.setattr(opening, "opened", lambda: app)
    return TestClient()


@pytest.fixture
def boxes(app: App, tmp_path: Path) -> str:
    """A page with a picture and a document."""
    tree = {"help/boxes.md": PAGE, "help/img/box.png": picture(), "help/form.pdf": PDF}
    assert app.exchange.import_from(OPERATOR, write_pages(tmp_path / "src", tree)).created == ("boxes",)
    return "boxes"


def addresses(app: App, reader: Actor, slug: str) -> list[str]:
    html = app.library.article(reader, slug).html
    return [unescape(found) for found in re.findall(r'="(/attachment[^"]*)"', html)]


def test_a_reader_is_given_the_picture_and_the_document_of_a_page(
    app: App, agent: Actor, client: TestClient, boxes: str
) -> None:
    image, form = addresses(app, agent, boxes)
    answer = client.get(image)
    assert (answer.status_code, answer.content) == (200, picture())
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    again = client.get(image, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    document = client.get(form)
    assert document.headers["content-type"] == "application/pdf"
    assert document.headers["content-disposition"] == "attachment; filename*=UTF-8''form.pdf"


def test_an_address_changed_in_any_part_opens_nothing(
    app: App, agent: Actor, manager: Actor, client: TestClient, boxes: str
) -> None:
    image = addresses(app, agent, boxes)[0]
    asked = {key: values[0] for key, values in parse_qs(urlsplit(image).query).items()}
    assert client.get("/attachment", params=asked).status_code == 200
    changes = {
        "path": ["help/form.pdf", "../../etc/passwd", "help/img/../img/box.png", "", "\0", "x" * 9000],
        "slug": ["why", "", "BOXES"],
        "to": [str(manager.id), "0", "-1", "1e3", "9" * 30, ""],
        "until": [str(int(asked["until"]) + 3600), "x", "", "9" * 400],
        "seal": ["", "0" * 40, asked["seal"][:-1], asked["seal"].upper() + "é"],
    }
    for key, values in changes.items():
        for value in values:
            assert client.get("/attachment", params=asked | {key: value}).status_code == 404, (key, value)
        assert (
            client.get("/attachment", params={k: v for k, v in asked.items() if k != key}).status_code == 404
        )
    sha256 = client.get(image).headers["etag"].strip('"')
    assert client.get("/attachment", params=asked | {"path": sha256}).status_code == 404
    assert client.get(f"/attachment/{sha256}").status_code == 404


def test_who_may_not_see_the_page_is_not_given_its_picture(
    app: App, agent: Actor, client: TestClient, boxes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = addresses(app, agent, boxes)[0]

    def hide(_actor: Actor) -> Callable[[access.Visible], bool]:
        return lambda thing: thing.slug != "boxes"

    monkeypatch.setattr(attachments, "visible", hide)
    assert client.get(image).status_code == 404
    with pytest.raises(NotFound):
        app.attachments.get(agent, "boxes", "img/box.png")


def test_a_person_who_is_gone_keeps_no_access(app: App, agent: Actor, client: TestClient, boxes: str) -> None:
    image = addresses(app, agent, boxes)[0]
    with app._database.write() as session:
        person = session.exec(select(Person).where(Person.id == agent.id)).one()
        person.active = False
    assert client.get(image).status_code == 404


def test_an_address_ends_within_two_hours(
    app: App, agent: Actor, client: TestClient, boxes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = addresses(app, agent, boxes)[0]
    until = int(parse_qs(urlsplit(image).query)["until"][0])
    assert 3600 < until - NOW.timestamp() <= 7200
    links = app.attachments._links
    monkeypatch.setattr(links, "_clock", lambda: NOW.fromtimestamp(until, NOW.tzinfo))
    assert client.get(image).status_code == 404


def test_what_a_page_does_not_show_is_not_had_through_it(app: App, agent: Actor, boxes: str) -> None:
    assert app.attachments.get(agent, boxes, "img/box.png").data == picture()
    for href in ("help/img/box.png", "../help/img/box.png", "gone.png", "/etc/passwd", "", "x" * 5000):
        with pytest.raises(NotFound):
            app.attachments.get(agent, boxes, href)
    with pytest.raises(NotFound):
        app.attachments.get(agent, "why", "img/box.png")


def test_writing_an_address_into_a_draft_opens_nothing(app: App, agent: Actor, boxes: str) -> None:
    html = '<img src="/attachment?path=help%2Fimg%2Fbox.png" alt="">'
    assert app.attachments.preview(agent, html) == html
    assert "seal=" in app.attachments.preview(agent, html, "boxes"), "the page shows it to everybody already"
    app.attachments.put(agent, "mine.png", picture())
    assert "seal=" in app.attachments.preview(agent, html.replace("help%2Fimg%2Fbox", "mine"))


def test_nobody_overwrites_what_lies_there_unseen_and_a_starter_nothing(
    app: App, agent: Actor, manager: Actor, boxes: str
) -> None:
    new = picture(colour=(0, 0, 9))
    sha256 = app.attachments.get(manager, boxes, "img/box.png").sha256
    for actor, replaces in ((manager, None), (manager, "0" * 64), (agent, sha256)):
        with pytest.raises(AttachmentTaken):
            app.attachments.put(actor, "help/img/box.png", new, replaces=replaces)
    app.attachments.put(manager, "help/img/box.png", new, replaces=sha256)
    assert app.attachments.get(manager, boxes, "img/box.png").data == new
    starter = app.people.by_email("starter@carebook.invalid")
    assert starter is not None
    with pytest.raises(Refused):
        app.attachments.put(starter, "x.png", new)


def test_the_same_bytes_are_kept_once(app: App, manager: Actor) -> None:
    for n in range(3):
        app.attachments.put(manager, f"{n}.png", picture())
    with app._database.read() as session:
        assert len(session.exec(select(AttachmentContent.sha256)).all()) == 1


@pytest.mark.parametrize(
    "path",
    ["", "/a.png", "../a.png", "a/../b.png", "a//b.png", ".hidden/a.png", "a\\b.png", "a\nb.png", "page.md",
     "x" * 300 + ".png", "a/" * 600 + "b.png", "\ud800.png"],
)  # fmt: skip
def test_nothing_is_laid_where_no_picture_can_lie(app: App, manager: Actor, path: str) -> None:
    with pytest.raises(AttachmentRefused):
        app.attachments.put(manager, path, picture())


def a_png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    rows = zlib.compress(b"\0" * 10_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("form", "media_type"), [
    ("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp"),
])  # fmt: skip
def test_the_type_is_what_the_bytes_say(form: str, media_type: str) -> None:
    assert inspect(picture(form), MIB) == media_type


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "attachment-empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "attachment-markup"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "attachment-markup"),
        (b"<!DOCTYPE html><script>1</script>", "attachment-markup"),
        (b"just text", "attachment-type"),
        (b"MZ\x90\0", "attachment-type"),
        (b"GIF89a/*<script>alert(1)</script>*/", "attachment-damaged"),
        (picture()[:40], "attachment-damaged"),
        (picture("JPEG")[:200], "attachment-damaged"),
        (PDF[:20], "attachment-damaged"),
        (a_png_of(60_000, 60_000), "attachment-pixels"),
        (a_png_of(5_001, 5_000), "attachment-pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * MIB, "attachment-too-large"),
    ],
)
def test_what_is_no_picture_or_document_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(AttachmentRefused) as refused:
        inspect(data, MIB)
    assert refused.value.code == code
