"""The stored index: whole, its own, or not there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb.markup import Section
from kb.search import SearchIndex, SearchPage, container

KILLED = """
import sys
from pathlib import Path
from kb.markup import Section
from kb.search import SearchIndex, SearchPage
text = " ".join(f"word{n}" for n in range(20000))
index = SearchIndex.build([SearchPage("a", None, "Killed", None, (), (), (Section("", 0, "", text),))])
print("ready", flush=True)
while True:
    index.save(Path(sys.argv[1]))
"""


def page(slug: str, title: str, text: str, stamp: str = "") -> SearchPage:
    return SearchPage(
        slug, "help", title, None, ("tag",), ("other name",), (Section("", 0, "", text),), stamp=stamp
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "var" / "search.index"
    SearchIndex.build([page("a", "Refunds", "money back", "one"), page("b", "Parcels", "lost", "two")]).save(
        place
    )
    return place


def test_what_was_stored_is_loaded_with_its_stamps(file: Path) -> None:
    index = SearchIndex.load(file)
    assert index is not None
    assert index.stamps() == {"a": "one", "b": "two"}
    assert [hit.slug for hit in index.search("mony back").hits] == ["a"]


def test_a_loaded_index_can_be_changed_and_stored_again(file: Path) -> None:
    index = SearchIndex.load(file)
    assert index is not None
    index.update(page("c", "Vouchers", "a wardrobe", "three"))
    index.remove("a")
    index.save(file)
    again = SearchIndex.load(file)
    assert again is not None
    assert again.stamps() == {"b": "two", "c": "three"}
    assert [hit.slug for hit in again.search("wardrobe").hits] == ["c"]
    assert [hit.slug for hit in index.search("wardrobe").hits] == ["c"]


@pytest.mark.parametrize("at", [0, 20, 40, 200, -40, -1])
def test_one_changed_byte_and_it_is_not_loaded(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 0x55
    file.write_bytes(data)
    assert SearchIndex.load(file) is None


@pytest.mark.parametrize("left", [0, 10, 64, 1000])
def test_a_file_cut_short_is_not_loaded(file: Path, left: int) -> None:
    file.write_bytes(file.read_bytes()[:left])
    assert SearchIndex.load(file) is None


def test_what_another_version_stored_is_not_loaded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.stored._program", lambda: "another")
    assert SearchIndex.load(file) is None


def test_no_file_is_no_error(tmp_path: Path) -> None:
    assert SearchIndex.load(tmp_path / "none") is None
    assert SearchIndex.load(tmp_path) is None


def test_what_cannot_be_written_leaves_what_was_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(container.Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        SearchIndex.build([]).save(file)
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_process_killed_while_it_writes_does_no_harm(tmp_path: Path) -> None:
    place = tmp_path / "search.index"
    SearchIndex.build([page("a", "Killed", "first")]).save(place)
    for pause in (0.01, 0.03):
        writer = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(place)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        index = SearchIndex.load(place)
        assert index is not None
        assert [hit.slug for hit in index.search("killed").hits] == ["a"]


def test_what_killed_writers_left_is_taken_away_in_time(file: Path) -> None:
    left = file.parent / f".{file.name}.abandoned"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    SearchIndex.build([]).save(file)
    assert not left.exists()
