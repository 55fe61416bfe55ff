"""Archives made to do harm: each is refused whole, by what is wrong with it, and nothing is written."""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_page
from sqlmodel import select

from kb.access import OPERATOR
from kb.app import App
from kb.library.exchanging import BadArchive, archives
from kb.model import Article

GOOD = ("good.md", a_page("Good.\n").encode())


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in (GOOD, *entries):
            made.writestr(name, data)
    return written.getvalue()


def special(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
    return entry


def raw_name(name: bytes) -> bytes:
    """An archive with an entry of exactly this name, which no honest program would write."""
    placeholder = "x" * len(name)
    return archive((placeholder, b"text")).replace(placeholder.encode(), name)


def encrypted() -> bytes:
    data = bytearray(archive(("secret.md", b"text")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(sign)
        data[at + offset] |= 1
    return bytes(data)


def lying(declared: int) -> bytes:
    """An entry that says it is smaller, or larger, than it is."""
    data = bytearray(archive(("liar.md", b"a" * 100_000)))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rfind(sign)
        data[at + offset : at + offset + 4] = struct.pack("<I", declared)
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the directory that share the bytes of one, as the smallest bombs do."""
    data = bytearray(archive(("a.md", b"text" * 50), ("b.md", b"text" * 50)))
    first = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "traversal": ("path-traversal", lambda: archive(("../evil.md", b"x"))),
    "traversal inside": ("path-traversal", lambda: archive(("a/../../evil.md", b"x"))),
    "dot": ("path-traversal", lambda: archive(("a/./b.md", b"x"))),
    "empty part": ("path-traversal", lambda: archive(("a//b.md", b"x"))),
    "absolute": ("absolute-path", lambda: archive(("/etc/cron.d/evil.md", b"x"))),
    "drive": ("absolute-path", lambda: archive(("C:evil.md", b"x"))),
    "backslash": ("bad-name", lambda: archive(("..\\evil.md", b"x"))),
    "nul": ("bad-name", lambda: raw_name(b"a.md\x00.png")),
    "line break": ("bad-name", lambda: archive(("a\nb.md", b"x"))),
    "symbolic link": ("special-file", lambda: archive((special("link.md", stat.S_IFLNK), b"/etc/passwd"))),
    "device": ("special-file", lambda: archive((special("dev.md", stat.S_IFCHR), b""))),
    "pipe": ("special-file", lambda: archive((special("pipe.md", stat.S_IFIFO), b""))),
    "long name": ("long-name", lambda: archive(("a" * 5120 + ".md", b"x"))),
    "long path": ("long-name", lambda: archive(("/".join(["abcdefg"] * 200) + ".md", b"x"))),
    "capitals": ("twice", lambda: archive(("GOOD.md", b"x"))),
    "accents": (
        "twice",
        lambda: archive(
            (unicodedata.normalize("NFC", "ä.md"), b"x"), (unicodedata.normalize("NFD", "ä.md"), b"y")
        ),
    ),
    "wide letters": ("twice", lambda: archive(("\uff47ood.md", b"x"))),
    "file and folder": ("twice", lambda: archive(("good.md/inner.md", b"x"))),
    "ratio": ("archive-bomb", lambda: archive(("bomb.md", b"0" * 20_000_000))),
    "encrypted": ("encrypted", encrypted),
    "too small": ("bad-archive", lambda: lying(10)),
    "too large": ("bad-archive", lambda: lying(100_001)),
    "overlapping": ("archive-bomb", overlapping),
    "no archive": ("bad-archive", lambda: b"PK\x03\x04 this is none"),
    "cut off": ("bad-archive", lambda: archive()[:-30]),
    "empty": ("bad-archive", lambda: b""),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_whole_and_says_why(app: App, tmp_path: Path, what: str) -> None:
    code, make = HOSTILE[what]
    file = tmp_path / "hostile.zip"
    file.write_bytes(make())
    with pytest.raises(BadArchive) as refused:
        app.exchange.import_from(OPERATOR, file)
    assert refused.value.code == code
    with app._database.read() as session:
        assert "good" not in set(session.exec(select(Article.slug)))
    assert [each.name for each in tmp_path.iterdir()].count("evil.md") == 0


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused(app: App, tmp_path: Path) -> None:
    file = tmp_path / "twice.zip"
    file.write_bytes(archive(("good.md", b"other")))
    with pytest.raises(BadArchive, match="twice"):
        app.exchange.import_from(OPERATOR, file)


def test_size_and_number_are_judged_before_anything_is_unpacked(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "many.zip"
    file.write_bytes(archive(*((f"{n}.md", b"x" * 100) for n in range(20))))
    for limit, value in (("MOST_ENTRIES", 10), ("MOST_BYTES", 500)):
        with monkeypatch.context() as patch:
            patch.setattr(archives, limit, value)
            with pytest.raises(BadArchive, match=r"archive|unpacked") as refused:
                app.exchange.import_from(OPERATOR, file)
            assert refused.value.code == "archive-bomb"


def test_an_archive_within_the_archive_is_named_and_not_opened(app: App, tmp_path: Path) -> None:
    file = tmp_path / "nested.zip"
    file.write_bytes(archive(("inner.zip", archive(("x.md", b"text")))))
    report = app.exchange.import_from(OPERATOR, file)
    assert report.created == ("good",)
    assert ("inner.zip", "nested-archive") in {(each.path, each.code) for each in report.problems}


def test_bytes_that_do_not_fit_their_checksum_refuse_the_archive(app: App, tmp_path: Path) -> None:
    data = bytearray(archive(("page.md", zlib.compress(b"noise") * 20)))
    at = data.find(b"page.md") + 12
    data[at] ^= 0xFF
    file = tmp_path / "broken.zip"
    file.write_bytes(bytes(data))
    with pytest.raises(BadArchive):
        app.exchange.import_from(OPERATOR, file)


def test_names_of_other_scripts_and_what_a_mac_adds_are_no_harm(app: App, tmp_path: Path) -> None:
    file = tmp_path / "fine.zip"
    page = a_page(title="Fine").encode()
    file.write_bytes(archive(("Grüße/日本.md", page), ("__MACOSX/._good.md", b"\0\1"), ("d/", b"")))
    assert app.exchange.import_from(OPERATOR, file).created == ("good", "日本")
