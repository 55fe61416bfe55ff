import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import POLICY, a_page, write_pages

import kb.library.library
import kb.library.showing
from kb import access
from kb.access import OPERATOR, Actor
from kb.app import App

FENCE = "```"
HARMLESS = re.compile(
    r"</?(?:div|p|a|h\d|span|code|pre|em|strong)"
    r'(?: (?:class|role|href|title|rel|target|id)="[^"<>]*")*>'
)


def block(name: str, content: str = "") -> str:
    return f"{FENCE}{name}\n{content}\n{FENCE}\n"


def bring(app: App, root: Path, pages: dict[str, str]) -> None:
    report = app.library.import_folder(OPERATOR, write_pages(root / "brought", pages))
    assert not [p for p in report.problems if p.severity == "error"], report.problems


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_playbook_shows_what_the_policy_in_force_offers(app: App, agent: Actor, tmp_path: Path) -> None:
    playbook = a_page(block("remedies"), "playbook", "Late delivery")
    bring(app, tmp_path, {"playbooks/late-delivery.md": playbook})
    said = words(app.library.article(agent, "late-delivery").html)
    assert "Refund Must offer all of the order value Days late above 7 Provided: We collect it" in said
    assert "Agent may grant up to the smaller of £10 and £2 for each of the days late" in said
    assert "Lead may grant up to £40" in said
    assert "Never Days late 0" in said
    generous = POLICY.replace("| 40 |", "| 45 |")
    bring(app, tmp_path / "b", {"policies/late-delivery-policy.md": generous})
    assert "up to £45" in app.library.article(agent, "late-delivery").html


def test_a_block_may_name_the_complaint_and_a_role(app: App, agent: Actor, tmp_path: Path) -> None:
    text = a_page(block("remedies", "complaint: Late delivery\nrole: agent"))
    bring(app, tmp_path, {"help/a.md": text})
    said = words(app.library.article(agent, "a").html)
    assert "Agent may" in said
    assert "Lead may" not in said


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("", "no complaint type's playbook"),
        ("complaint: late_deliver", "did you mean `late_delivery`"),
        ("complaint: late_delivery\nrole: king", "no role `king`"),
        ("complain: x", "is not understood"),
        ("<script>alert(1)</script>", "is not understood"),
    ],
)
def test_what_cannot_be_shown_says_so_in_its_place(
    app: App, agent: Actor, tmp_path: Path, content: str, note: str
) -> None:
    bring(app, tmp_path, {"help/a.md": a_page(block("remedies", content))})
    html = app.library.article(agent, "a").html
    assert '<p class="block-problem">' in html
    assert note in words(html).replace("&#39;", "'")
    assert "<script" not in html


def test_a_policy_with_an_error_is_never_shown_as_a_table(app: App, agent: Actor, tmp_path: Path) -> None:
    wrong = POLICY.replace("must 30.00", "must 31.00")
    playbook = a_page(block("remedies"), "playbook", "Late delivery")
    bring(app, tmp_path, {"playbooks/late-delivery.md": playbook, "policies/late-delivery-policy.md": wrong})
    html = app.library.article(agent, "late-delivery").html
    assert "is in force just now" in html
    assert "<table" not in html


def test_a_clause_is_shown_by_reference_with_its_source(app: App, agent: Actor, tmp_path: Path) -> None:
    clause = (
        "## Intro\n\n[me](#deep) and [why](../philosophy/why.md)[^1]\n\n### Deep\n\nInside.\n\n"
        "## After\n\nNot here.\n\n[^1]: A note.\n"
    )
    bring(app, tmp_path, {"standards/long.md": a_page(clause, "standard", "Long & wide")})
    page = "## Intro\n\n" + block("include", "standards/long.md#intro") + block("include", "[[long#after]]")
    bring(app, tmp_path / "b", {"help/a.md": a_page(page)})
    html = app.library.article(agent, "a").html
    assert html.count('id="intro"') == 1
    assert 'id="deep"' not in html
    assert '<a href="/article?slug=long#deep">me</a>' in html
    assert '<a href="/article?slug=why">why</a>' in html
    assert "From Long &amp; wide › Intro" in words(html)
    assert "footnote" not in html
    assert words(html).count("Not here.") == 1
    assert app.search.search(agent, "Inside", correct=False).hits[0].slug == "long"


def test_pages_that_include_one_another_stop_where_it_begins_again(
    app: App, agent: Actor, tmp_path: Path
) -> None:
    bring(
        app,
        tmp_path,
        {
            "help/a.md": a_page(block("include", "[[b]]") + block("include", "[[a]]"), title="A"),
            "help/b.md": a_page(block("include", "[[a]]") * 3, title="B"),
        },
    )
    html = app.library.article(agent, "a").html
    assert html.count("it would include itself") >= 2


def test_a_crowd_of_inclusions_ends_soon(app: App, agent: Actor, tmp_path: Path) -> None:
    pages = {
        f"help/p{n}.md": a_page("".join(block("include", f"[[p{m}#s]]") for m in range(12)) + "## S\n\nx\n")
        for n in range(12)
    }
    pages["help/deep.md"] = a_page("".join(block("include", f"[[p{m}]]") for m in range(12)))
    bring(app, tmp_path, pages)
    html = app.library.article(agent, "deep").html
    assert html.count('<div class="include"') <= 30


def test_a_long_clause_and_a_missing_one_are_named_not_shown(app: App, agent: Actor, tmp_path: Path) -> None:
    bring(app, tmp_path, {"help/long.md": a_page("## S\n\n" + "word " * 5000)})
    blocks = block("include", "[[long#s]]") + block("include", "[[long#t]]") + block("include", "[[nope]]")
    bring(app, tmp_path / "b", {"help/a.md": a_page(blocks + block("include", "[[long#s]]\n[[why]]"))})
    html = app.library.article(agent, "a").html
    assert html.count("block-problem") == 4
    assert "word word" not in html


def test_what_a_reader_may_not_see_is_not_shown_through_another_page(
    app: App, agent: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook = a_page(block("remedies") + block("include", "[[why]]"), "playbook", "Late delivery")
    bring(app, tmp_path, {"playbooks/late-delivery.md": playbook})

    def hide(_actor: Actor) -> Callable[[access.Visible], bool]:
        return lambda thing: thing.slug not in {"why", "late-delivery-policy"}

    for module in (kb.library.library, kb.library.showing):
        monkeypatch.setattr(module, "visible", hide)
    html = app.library.article(agent, "late-delivery").html
    assert "People." not in html
    assert "Refund" not in html
    assert html.count("block-problem") == 2


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        '![x](x.png"onerror="alert(1))',
        "`</code></pre><script>alert(1)</script>`",
        "</div></article><style>*{display:none}</style>",
    ],
)
def test_a_hostile_clause_is_as_harmless_inside_another_page_as_in_its_own(
    app: App, agent: Actor, tmp_path: Path, hostile: str
) -> None:
    bring(app, tmp_path, {"help/h.md": a_page(f"## S <b>{hostile}</b>\n\n{hostile}\n", title="H")})
    bring(app, tmp_path / "b", {"help/a.md": a_page(block("include", "[[h]]"), title="A")})
    html = app.library.article(agent, "a").html
    assert 'class="include"' in html
    for tag in re.findall(r"<[^>]*>", html):
        assert HARMLESS.fullmatch(tag), tag
        assert "javascript:" not in tag


def test_a_block_s_own_words_are_no_words_of_the_page(app: App, agent: Actor, tmp_path: Path) -> None:
    bring(app, tmp_path, {"help/a.md": a_page(block("remedies", "complaint: late_delivery\nrole: lead"))})
    assert "a" not in {hit.slug for hit in app.search.search(agent, "complaint role lead").hits}


def test_a_page_too_large_to_be_shown_in_time_is_a_notice_and_is_followed_all_the_same(
    app: App, agent: Actor, tmp_path: Path
) -> None:
    row = "| L2 | > 0 | Goodwill credit | may | agent | min(10, 2 x Days late) | Say sorry first | |\n"
    many = "".join(row.replace("L2", f"M{n}").replace("10,", f"{n % 40 + 1},") for n in range(3500))
    root = write_pages(
        tmp_path / "big", {"policies/late-delivery-policy.md": POLICY.replace(row, row + many)}
    )
    report = app.library.import_folder(OPERATOR, root)
    assert [p.code for p in report.problems if "show" in p.code] == ["too-large-to-show"]
    started = time.process_time()
    view = app.library.article(agent, "late-delivery-policy")
    assert time.process_time() - started < 3
    assert "too large to be shown" in view.html
    assert view.outline == ()
