"""Whatever a folder holds and however its files are named: what goes in comes out again, byte for byte."""

import tempfile
from functools import cache
from pathlib import Path

from builders import NOW
from exchange_trees import contents, picture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.access import OPERATOR
from kb.library.exchanging.archives import folded
from kb.library.exchanging.contents import Contents
from kb.library.exchanging.importing import Terms, bring_in, look, opened_tree, quietly
from kb.library.exchanging.naming import file_names, portable
from kb.library.exchanging.writing import write_archive, write_folder
from kb.library.intake import ImportReport
from kb.library.revising import Stamp
from kb.storage import Database

NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="/\x00", exclude_categories=("Cs",)),
    min_size=1,
    max_size=12,
).filter(lambda name: not name.startswith(".") and len(name.encode()) < 60)
COMMON = st.sampled_from(["README", "index", "Faq", "faq", "Über", "a b", "con", "x.y", "ß", "SS"])
PAGES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200).map(str.encode),
    st.binary(max_size=30),
    st.sampled_from(["# A\r\n\r\nb\r\n", "\ufeff---\ntitle: x\n---\n", "+++\ntitle = 'x'\n+++\n", ""]).map(
        str.encode
    ),
)
FILES = st.lists(
    st.tuples(
        st.lists(st.one_of(COMMON, NAMES), max_size=2),
        st.one_of(COMMON, NAMES),
        st.sampled_from([".md", ".MD", ".png"]),
        PAGES,
    ),
    max_size=8,
)


def lay(root: Path, files: list[tuple[list[str], str, str, bytes]]) -> dict[str, bytes]:
    laid: dict[str, bytes] = {}
    for folders, name, suffix, data in files:
        place = root.joinpath(*folders, name + suffix)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(picture() if suffix == ".png" else data)
        except OSError:
            continue  # a file stands where a folder would have to, or the other way round
        laid[place.relative_to(root).as_posix()] = place.read_bytes()
    return laid


def take(database: Database, source: Path, *, dry_run: bool = False) -> ImportReport:
    terms = Terms("help", dry_run=dry_run)
    with opened_tree(source) as tree:
        return bring_in(database, look(tree, terms), terms, Stamp(OPERATOR, NOW, "", origin="import"))


@cache
def migrated() -> bytes:
    """An empty database, migrated once for all."""
    with tempfile.TemporaryDirectory() as place:
        database = Database(f"sqlite:///{place}/x.db")
        database.migrate()
        database.close()
        return Path(place, "x.db").read_bytes()


def library(file: Path) -> Database:
    file.write_bytes(migrated())
    return Database(f"sqlite:///{file}")


def write_out(database: Database, target: Path) -> None:
    with database.read() as session:
        held = Contents(session, OPERATOR)
        (write_archive if target.suffix == ".zip" else write_folder)(held, target, quietly)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES)
def test_every_tree_comes_out_as_it_went_in(files: list[tuple[list[str], str, str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "src").mkdir()
        laid = lay(root / "src", files)
        one = library(root / "one.db")
        foreseen = take(one, root / "src", dry_run=True)
        report = take(one, root / "src")
        assert (foreseen.created, foreseen.problems) == (report.created, report.problems)
        refused = {problem.path for problem in report.problems if problem.severity == "error"}
        write_out(one, root / "out")
        out = contents(root / "out")
        out.pop(".carebook/library.json")
        visible = {path: each for path, each in laid.items() if path not in refused}
        assert sorted(out.values()) == sorted(visible.values()), "no byte is lost, and none added"
        names = file_names(visible)
        assert out.keys() == set(names.values())
        for source in (root / "out", root / "out.zip"):
            write_out(one, root / "out.zip")
            again = library(root / f"{source.suffix or 'folder'}.db")
            assert not take(again, source).problems
            write_out(again, root / f"again{source.suffix}")
            again.close()
        assert contents(root / "again") == contents(root / "out")
        assert (root / "again.zip").read_bytes() == (root / "out.zip").read_bytes()
        assert take(one, root / "src").created == ()
        one.close()


@given(
    st.lists(
        st.lists(st.one_of(COMMON, st.text(max_size=300)), min_size=1, max_size=4).map("/".join), max_size=20
    )
)
def test_file_names_are_distinct_on_every_system_and_stay_the_same_when_taken_again(paths: list[str]) -> None:
    names = file_names(paths)
    assert names.keys() == set(paths)
    keys = [folded(name) for name in names.values()]
    assert len(set(keys)) == len(keys)
    assert not {key for key in keys for other in keys if other.startswith(f"{key}/")}
    for name in names.values():
        assert portable(name) == name
        assert all(len(part.encode()) <= 255 and not part.startswith(".") for part in name.split("/"))
