import pytest

from kb.sources.front import read_front


def complaints(**meta: object) -> list[tuple[str, str, str]]:
    return [(found.key, found.code, found.hint) for found in read_front(meta)[1]]


def test_every_known_key_is_read() -> None:
    front, found = read_front(
        {
            "kind": "Playbook",
            "title": 2026,
            "slug": "a-b",
            "owner": "Ana",
            "tags": ["x", 1, "x"],
            "review_every": "6 months",
            "aliases": "one, two",
            "lang": "en",
            "summary": "Short.",
            "mine": {"a": 1},
        }
    )
    assert not found
    assert (front.kind, front.title, front.tags, front.aliases) == (
        "playbook",
        "2026",
        ("x", "1"),
        ("one", "two"),
    )


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("90 days", 90),
        ("1 day", 1),
        ("2 weeks", 14),
        ("6 months", 182),
        ("12 Months", 365),
        ("1 year", 365),
        (30, 30),
    ],
)
def test_a_review_interval_is_read_into_days(written: object, days: int) -> None:
    assert read_front({"review_every": written})[0].review_every == days


@pytest.mark.parametrize(
    "written", ["often", "0 days", "-1 days", "11 years", "6", True, ["6 months"], {"a": 1}]
)
def test_what_is_no_interval_is_refused(written: object) -> None:
    assert [key for key, _, _ in complaints(review_every=written)] == ["review_every"]


def test_an_unknown_kind_comes_with_a_suggestion_or_the_list() -> None:
    assert complaints(kind="polcy") == [("kind", "unknown-kind", "did you mean `policy`?")]
    assert "philosophy, standard" in complaints(kind="blog")[0][2]


@pytest.mark.parametrize(
    "written", ["Has Capitals", "under_score", "../up", "a--b", "-a", "", "a/b", "a?b#c", ["a"]]
)
def test_what_cannot_be_an_address_is_refused(written: object) -> None:
    assert [key for key, _, _ in complaints(slug=written)] == ["slug"]


def test_all_complaints_come_at_once_and_what_is_good_is_kept() -> None:
    front, found = read_front(
        {"kind": "help", "title": ["no"], "slug": "No", "owner": "Ana", "review_every": "x"}
    )
    assert {complaint.key for complaint in found} == {"title", "slug", "review_every"}
    assert (front.kind, front.owner, front.title) == ("help", "Ana", None)


def test_a_mistyped_key_is_a_warning_with_a_suggestion() -> None:
    front, found = read_front({"kind": "help", "ower": "Ana"})
    assert front.owner is None
    assert [(c.key, c.severity, c.hint) for c in found] == [("ower", "warning", "did you mean `owner`?")]


def test_keys_of_other_tools_are_kept_without_complaint() -> None:
    assert complaints(kind="help", layout="x", sidebar_position=3, complaint="late", effective="x") == []
    assert complaints(ower="no kind, so not ours") == []


def test_control_characters_and_endless_titles_are_refused() -> None:
    assert complaints(title="a\x07b") == [("title", "bad-text", "")]
    assert [code for _, code, _ in complaints(title="x" * 201)] == ["bad-title"]
