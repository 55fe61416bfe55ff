"""Twenty thousand random cases, as the naive engine decides them; `tests/bench/naive.py` takes a million."""

from naive_at_scale import compare


def test_twenty_thousand_cases_come_out_as_row_by_row() -> None:
    met = compare(number=110, per_world=330, start=2026)
    assert met["cases"] >= 20_000
    assert all(met[word] > 100 for word in ("must", "may", "needs", "never", "none")), met
