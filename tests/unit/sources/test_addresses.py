import pytest

from kb.sources import Addresses, article_href

ADDRESSES = Addresses(
    [
        ("standards/make-it-right.md", "make-it-right"),
        ("playbooks/late delivery.md", "late-delivery"),
        ("help/README.md", "help"),
        ("Über uns.md", "über-uns"),
    ]
)


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("../standards/make-it-right.md", ("make-it-right", "")),
        ("../standards/make-it-right.md#within-30-days", ("make-it-right", "within-30-days")),
        ("../standards/make-it-right", ("make-it-right", "")),
        ("./late delivery.md", ("late-delivery", "")),
        ("late%20delivery.md", ("late-delivery", "")),
        ("/standards/make-it-right.md?plain=1", ("make-it-right", "")),
        ("../help/", ("help", "")),
        ("../help", ("help", "")),
        ("../Über uns.md#größe", ("über-uns", "größe")),
        ("[[make-it-right#within]]", ("make-it-right", "within")),
        ("[[Make it right]]", ("make-it-right", "")),
        ("/article?slug=make-it-right#a", ("make-it-right", "a")),
        ("../gone.md", None),
        ("../../../standards/make-it-right.md", None),
        ("make-it-right.md", None),
        ("[[gone]]", None),
        ("[[]]", None),
        ("/article", None),
        ("/article?slug=gone", None),
        ("//host/standards/make-it-right.md", None),
        ("https://example.com/standards/make-it-right.md", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_an_address_is_read_from_the_page_it_is_written_in(href: str, target: tuple[str, str] | None) -> None:
    assert ADDRESSES.target("playbooks/x.md", href) == target


def test_the_app_s_address_of_a_page_is_safe_to_paste() -> None:
    assert article_href("über-uns", "a b") == "/article?slug=%C3%BCber-uns#a%20b"
    assert ADDRESSES.resolve("x.md", "standards/make-it-right.md#z") == "/article?slug=make-it-right#z"
    assert ADDRESSES.resolve("x.md", "gone.md") is None


def test_the_app_s_own_screens_may_be_linked_to_and_no_other_path() -> None:
    assert ADDRESSES.resolve("x.md", "/remedy?complaint=late_delivery") == "/remedy?complaint=late_delivery"
    assert ADDRESSES.resolve("x.md", "/_stcore/metrics") is None
    assert ADDRESSES.resolve("x.md", "/remedy/../x") is None
