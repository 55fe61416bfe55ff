from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import NOW, POLICY, SMALL_LIBRARY, VOCABULARY, a_page, write_pages
from command import carebook

from kb.access import OPERATOR, Actor
from kb.app import App
from kb.library.moving import Move
from kb.sources import read_folder
from kb.sources.checking import check, folder_corpus
from policies import Problem

STARTER = Path(__file__).resolve().parents[3] / "content"
TODAY = date(2026, 3, 14)
TEMPLATES = a_page(
    "| Kind | Headings | Most words |\n|---|---|---|\n| playbook | Steps; Why | 40 |\n| help | | |\n",
    title="Templates",
    slug="page-templates",
    owner="us",
)


def problems_of(root: Path, pages: dict[str, str], files: frozenset[str] = frozenset()) -> list[Problem]:
    folder = read_folder(write_pages(root, pages))
    return list(check(folder_corpus(folder, TODAY, lambda _path, href: href in files)))


def said(problems: list[Problem], code: str) -> list[tuple[str, int, str]]:
    return [(p.path, p.line, p.hint) for p in problems if p.code == code]


def library(**changed: str) -> dict[str, str]:
    """A library in which nothing is wrong, but for what is changed."""
    pages = {
        "standards/on-time.md": a_page("## The floor\n\nA week.\n", "standard", "On time", owner="us"),
        "playbooks/late-delivery.md": a_page(
            "## Steps\n\nSee [it](../standards/on-time.md#the-floor).\n\n"
            "See [the policy](../policies/late-delivery-policy.md).\n",
            "playbook",
            "Late delivery",
            owner="us",
        ),
        "policies/vocabulary.md": VOCABULARY.replace("currency: GBP", "currency: GBP\nowner: us"),
        "policies/late-delivery-policy.md": POLICY,
    }
    return pages | {path.replace("__", "/") + ".md": text for path, text in changed.items()}


def test_a_library_in_order_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(tmp_path, library()) == []


def test_the_starter_library_is_in_order() -> None:
    assert check(folder_corpus(read_folder(STARTER), date(2026, 11, 22), lambda _p, _h: False)) == ()


def test_links_that_lead_nowhere_are_named_by_line_with_the_nearest_that_would(tmp_path: Path) -> None:
    body = (
        "[a](../standards/on-tmie.md)\n[[on-tim]]\n\n[b](../standards/on-time.md#the-flor) [c](#nope)\n\n"
        "![pic](pic.png) ![there](there.png) [doc](there.png) [x](https://example.org) [y](/remedy)\n\n"
        "`[z](nowhere.md)`\n\n```include\nstandards/on-time.md#gone\n```\n"
    )
    found = problems_of(
        tmp_path, library(help__a=a_page(body, title="Links", owner="us")), frozenset({"there.png"})
    )
    assert said(found, "broken-link") == [
        ("help/a.md", 8, "did you mean `../standards/on-time.md`?"),
        ("help/a.md", 9, "did you mean `on-time`?"),
    ]
    anchors = said(found, "broken-anchor")
    assert ("help/a.md", 11, "did you mean `#the-floor`?") in anchors
    assert [line for _, line, _ in anchors] == [11, 11, 17]
    assert said(found, "missing-image") == [("help/a.md", 13, "add it, or take the image out")]


def test_a_policy_that_cites_a_missing_clause_is_named_by_its_row(tmp_path: Path) -> None:
    wrong = POLICY.replace("#the-floor", "#the-roof")
    found = problems_of(
        tmp_path, library(policies__late_delivery_policy="") | {"policies/late-delivery-policy.md": wrong}
    )
    assert [(p.code, p.line) for p in found if p.path == "policies/late-delivery-policy.md"] == [
        ("missing-clause", 14)
    ]


def test_orphans_owners_titles_and_lengths_are_told(tmp_path: Path) -> None:
    alone = a_page("Nobody.\n", "standard", "The time on")
    other = a_page("Words.\n", "help", "Chapter 2", owner="us")
    again = a_page("Words.\n", "help", "Chapter 3", owner="us")
    long = a_page("## Steps\n\n" + "word " * 50, "playbook", "Long one", owner="us")
    found = problems_of(
        tmp_path,
        library(
            standards__alone=alone, help__b=other, help__c=again, playbooks__long=long, help__t=TEMPLATES
        ),
    )
    codes = {(p.code, p.path) for p in found}
    assert ("orphan", "standards/alone.md") in codes
    assert ("missing-owner", "standards/alone.md") in codes
    assert ("near-duplicate-title", "standards/on-time.md") in codes
    assert ("too-many-words", "playbooks/long.md") in codes
    assert ("missing-section", "playbooks/long.md") in codes, "it has Steps and no Why"
    assert not [path for code, path in codes if code == "near-duplicate-title" and "help" in path]
    assert not [path for code, path in codes if code == "orphan" and "help" in path]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("We will send you a replacement today.", True),
        ("Offer a replacement at once.", True),
        ("You'll get two replacements.", True),
        ("Never offer a replacement.", False),
        ("We cannot send a replacement here.", False),
        ("If they want a replacement, ask a lead.", False),
        ("The replacement came broken too.", False),
        ('- Not so good: "We will send a replacement."', False),
        ("You can have a refund.", False),
        ("`We will send a replacement.`", True),
        ("## Never promise\n\nWe will send a replacement.", False),
        ("## When it does not fit\n\n### Here\n\nWe will send a replacement.", False),
    ],
)
def test_a_promise_that_the_policy_never_keeps_is_found_and_nothing_else(
    tmp_path: Path, sentence: str, told: object
) -> None:
    vocabulary = VOCABULARY.replace(
        "| Goodwill credit |", "| Replacement | replacement | none | Here. |\n| Goodwill credit |", 1
    ).replace("currency: GBP", "currency: GBP\nowner: us")
    page = a_page(f"{sentence}\n\n[p](../policies/late-delivery-policy.md)\n", "playbook", "Late", owner="us")
    pages = library() | {"policies/vocabulary.md": vocabulary, "playbooks/late-delivery.md": page}
    found = problems_of(tmp_path, pages)
    assert bool(said(found, "empty-promise")) == told


def test_a_playbook_without_a_policy_and_the_reverse_are_told(tmp_path: Path) -> None:
    pages = library()
    del pages["policies/late-delivery-policy.md"]
    assert said(problems_of(tmp_path / "a", pages), "playbook-without-policy")
    lonely = VOCABULARY.replace("[late](../playbooks/late-delivery.md)", "")
    found = problems_of(tmp_path / "b", library() | {"policies/vocabulary.md": lonely})
    assert [path for path, _, _ in said(found, "policy-without-playbook")] == [
        "policies/late-delivery-policy.md"
    ]


def test_a_folder_that_is_no_library_is_checked_for_its_links_alone(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"a/README.md": "[x](../b c.md) [y](../b%20c.md#top)", "b c.md": "# Top\n"})
    assert [(p.code, p.path) for p in found] == []
    assert said(problems_of(tmp_path / "o", {"a.md": "[x](b.md)"}), "broken-link")


def test_the_library_in_the_database_is_checked_with_its_reviews_and_former_addresses(
    app: App, agent: Actor
) -> None:
    codes = {(p.code, p.path) for p in app.checking.library(agent)}
    assert ("broken-link", "playbooks/late-delivery.md") in codes
    app.moving.move(OPERATOR, "on-time", Move(slug="in-time"))
    draft = a_page("[[on-time]] [[in-time]] [[gone]]\n", "help", "New", owner="us")
    found = app.checking.page(agent, "help/new.md", draft)
    assert [(p.code, p.line) for p in found] == [("broken-link", 8), ("former-address", 8)]
    assert app.checking.page(agent, "late-delivery", "---\nkind: [\n")[0].code == "bad-front-matter"
    object.__setattr__(app.checking, "_clock", lambda: NOW + timedelta(days=400))
    assert ("overdue-review", "standards/on-time.md") in {
        (p.code, p.path) for p in app.checking.library(agent)
    }


def test_the_command_names_problems_by_file_and_says_by_its_code_whether_there_are_any(
    tmp_path: Path,
) -> None:
    root = write_pages(tmp_path / "pages", library())
    fine = carebook("check", "--folder", str(root))
    assert (fine.returncode, fine.stdout.decode()) == (0, "4 pages, 0 errors, 0 warnings\n")
    write_pages(root, {"a.md": "[x](gone.md)"})
    wrong = carebook("check", "--folder", str(root), "--json")
    assert wrong.returncode == 1
    assert f"{root}/a.md".encode() in wrong.stdout
    assert carebook("check", "--folder", str(root / "nowhere")).returncode == 2
    env = {
        "CAREBOOK_DATA": str(tmp_path / "data"),
        "CAREBOOK_CONTENT": str(write_pages(tmp_path / "c", SMALL_LIBRARY)),
    }
    assert carebook("check", **env).returncode == 1
