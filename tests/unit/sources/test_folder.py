import os
from pathlib import Path

import pytest
from builders import SMALL_LIBRARY, a_page, write_pages

from kb.sources import policy_pages, read_folder
from kb.sources.source_page import derived_slug


def problems(root: Path, pages: dict[str, str | bytes]) -> list[str]:
    return [str(problem) for problem in read_folder(write_pages(root, pages)).problems]


def test_a_faultless_folder_is_read_whole_in_the_order_of_its_paths(tmp_path: Path) -> None:
    folder = read_folder(write_pages(tmp_path, SMALL_LIBRARY))
    assert folder.problems == ()
    assert [page.path for page in folder.pages] == sorted(SMALL_LIBRARY)
    page = next(page for page in folder.pages if page.slug == "on-time")
    assert (page.kind, page.title, page.owner, page.tags) == (
        "standard",
        "On time",
        "Delivery lead",
        ("delivery", "promise"),
    )
    assert (page.review_every, page.aliases, page.body_line) == (365, ("punctuality",), 10)
    assert page.text == SMALL_LIBRARY[page.path]
    assert page.body.splitlines()[0] == page.text.splitlines()[page.body_line - 1] == "# On time"


def test_any_folder_of_markdown_can_be_read(tmp_path: Path) -> None:
    write_pages(
        tmp_path,
        {
            "README.md": "Hello\n", "Über uns/index.md": "# Who **we** are\n",
            "notes/some_notes v2.markdown": "x\n", "a.txt": "no", ".hidden/b.md": "no", ".c.md": "no",
        },
    )  # fmt: skip
    folder = read_folder(tmp_path)
    assert folder.problems == ()
    assert [(page.slug, page.title, page.kind) for page in folder.pages] == [
        ("readme", "README", None), ("some-notes-v2", "Some notes v2", None),
        ("über-uns", "Who we are", None),
    ]  # fmt: skip


def test_a_problem_names_the_file_and_the_line(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "a.md": a_page(kind="polcy"),
            "b.md": a_page(slug="Not good"),
            "c.md": "---\nkind: help\nkind: help\n---\n",
            "d.md": b"\xff\xfe",
            "e.md": "nul \x00",
            "f.md": a_page("x\n" * 70_000),
            "g.md": b"x" * (2 * 1024 * 1024 + 1),
            "h.md": a_page(effective="soon"),
        },
    )
    assert [line.split(": ")[:2] for line in found] == [
        ["a.md:2", "unknown-kind"], ["b.md:4", "bad-slug"], ["c.md:3", "bad-front-matter"],
        ["d.md:1", "not-utf8"], ["e.md:1", "not-text"], ["f.md:5", "too-long"], ["g.md:1", "too-long"],
    ]  # fmt: skip
    assert found[0].endswith("; did you mean `policy`?")


def test_of_two_pages_with_one_slug_the_second_is_refused_and_both_are_named(tmp_path: Path) -> None:
    pages = {"a/late.md": a_page(), "b/late.md": a_page(), "c.md": a_page(slug="late")}
    folder = read_folder(write_pages(tmp_path, pages))
    assert [page.path for page in folder.pages] == ["a/late.md"]
    assert [(p.path, p.line) for p in folder.problems] == [("b/late.md", 1), ("c.md", 4)]
    assert all("`a/late.md`" in p.message for p in folder.problems)


def test_pages_of_no_kind_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    pages = dict.fromkeys(("a/x/faq.md", "b/x/faq.md", "faq.md", "Faq.markdown", "c/README.md"), "text\n")
    pages["c.md"] = a_page(slug="faq")
    folder = read_folder(write_pages(tmp_path, pages))
    slugs = {page.path: page.slug for page in folder.pages}
    assert slugs["c.md"] == "faq"
    assert len(set(slugs.values())) == len(slugs) == 6
    assert slugs["a/x/faq.md"] == "x-faq"
    assert slugs["b/x/faq.md"] == "b-x-faq"


def test_symbolic_links_are_passed_over(tmp_path: Path) -> None:
    outside = write_pages(tmp_path / "outside", {"secret.md": "secret\n"})
    inside = write_pages(tmp_path / "inside", {"a.md": "text\n"})
    (inside / "b.md").symlink_to(outside / "secret.md")
    (inside / "c").symlink_to(outside, target_is_directory=True)
    assert [page.path for page in read_folder(inside).pages] == ["a.md"]


def test_a_name_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(bytes(tmp_path) + b"/\xff.md")).write_text("x", "utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert [problem.code for problem in read_folder(tmp_path).problems] == ["bad-name"]


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        read_folder(tmp_path / "nowhere")


def test_the_engine_is_given_the_policies_that_have_no_error(tmp_path: Path) -> None:
    pages = dict(SMALL_LIBRARY) | {"policies/bad.md": a_page(kind="policy", slug="No good")}
    given = policy_pages(read_folder(write_pages(tmp_path, pages)))
    assert [page.slug for page in given] == ["late-delivery-policy", "vocabulary"]
    assert given[0].meta["complaint"] == "late_delivery"
    assert given[0].meta_lines["complaint"] == 4


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("a/README.md", "a"),
        ("a/b/index.html.md", "b"),
        ("...md", "page"),
        ("a/!!!.md", "page"),
        ("x/Ünïcode.md", "ünïcode"),
    ],
)
def test_a_page_s_address_comes_from_its_file_or_folder(path: str, slug: str) -> None:
    assert derived_slug(path) == slug
