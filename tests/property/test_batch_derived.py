"""Columns with derived facts in play answer what deciding each case answers, and leave what that refuses."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy_pages import DAY, page
from test_policy_laws import SCALE

from policies import BadFact, Policy, read
from policies.batch import WORDS, compile_columns

VOCABULARY = """## Facts
| Fact | Type | Values | From |
|------|------|--------|------|
| Promised date | date | 2026-01-01..2026-12-31 | order |
| Delivered date | date | 2026-01-01..2026-12-31 | order |
| Days late | number | 0..60 | derived |
| Days since delivery | number | 0..400 | derived |
| Order value | money | 0..100 | order |
| Affected value | money | 0..100 | order |
| Affected share | number | 0..100 | derived |

## Remedies
| Remedy | Measured in |
|--------|-------------|
| Refund | money |
| Letter | none |

## Authority
| Role |
|------|
| agent |
| lead |
"""
RULES = """## Rules
| Rule | Days late | Days since delivery | Affected share | Remedy | Effect | Who | Up to |
|------|-----------|---------------------|----------------|--------|--------|-----|-------|
| R1 | > 3 | | | Refund | may | agent | 5 x Days late |
| R2 | > 10 | <= 90 | | Refund | must | | 50% of Order value |
| R3 | | | >= 33.33 | Refund | may | lead | 100% of Affected value |
| R4 | 0 | | < 50 | Letter | must | | |
| R5 | | > 300 | | Refund | never | | |
"""
COMPLAINT = "late"
START = date(2026, 1, 1)
days = st.none() | st.integers(0, 200).map(lambda after: (START + timedelta(after)).isoformat())
money = st.none() | st.integers(0, 12).map(lambda units: f"{units}.00")
cases = st.fixed_dictionaries(
    {"promised_date": days, "delivered_date": days, "order_value": money, "affected_value": money},
    optional={
        "days_late": st.none() | st.integers(0, 20).map(str),
        "days_since_delivery": st.none() | st.integers(0, 150).map(str),
        "affected_share": st.none() | st.sampled_from(["0", "25", "33.33", "100"]),
    },
)


def policy() -> Policy:
    book = read([page("vocabulary", VOCABULARY, currency="GBP"), page("late", RULES, complaint=COMPLAINT)])
    assert not [problem for problem in book.problems if problem.blocks], book.problems
    return book


BOOK = policy()


@settings(max_examples=80 * SCALE, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(cases, min_size=1, max_size=10),
    rank=st.integers(0, 1),
    kind=st.sampled_from(["object", "array"]),
)
def test_a_row_with_derived_facts_is_answered_as_the_case_it_is(rows, rank: int, kind: str) -> None:
    policy = BOOK.policy(COMPLAINT, DAY)
    role = policy.vocabulary.roles[rank]
    keys = [fact.key for fact in policy.vocabulary.facts if any(fact.key in row for row in rows)]
    columns = {key: column_of(policy, key, [row.get(key) for row in rows], kind) for key in keys}
    answers = compile_columns(policy).decide_columns(columns, role, DAY)
    for at, row in enumerate(rows):
        try:
            decision = BOOK.decide(COMPLAINT, role.key, row, DAY)
        except BadFact:
            assert not answers.decided[at]
            continue
        if not answers.decided[at]:
            assert not policy.fact_keys <= decision.known.keys() or not row.keys() <= decision.known.keys()
            continue
        for verdict in decision.bare:
            mine = answers.remedies[verdict.remedy.key]
            assert WORDS[mine.word[at]] == verdict.word
            assert [None if limit < 0 else limit for limit in mine.limits[:, at].tolist()] == [
                *verdict.limits
            ]


def column_of(policy: Policy, key: str, values: list[str | None], kind: str) -> np.ndarray:
    fact = policy.vocabulary.fact_at[key]
    if kind == "object":
        return np.array(values, object)
    if fact.type == "date":
        return np.array([value or "NaT" for value in values], "datetime64[D]")
    if fact.type == "number":
        return np.array([np.nan if value is None else float(Decimal(value)) for value in values])
    hidden = [value is None for value in values]
    return np.ma.array([fact.read(value or "0") for value in values], np.int64, mask=hidden)


def test_a_row_whose_derived_fact_contradicts_what_is_given_is_left_to_be_refused() -> None:
    policy = BOOK.policy(COMPLAINT, DAY)
    columns = {
        "promised_date": np.array(["2026-01-01"] * 3, "datetime64[D]"),
        "delivered_date": np.array(["2026-01-05", "2026-01-05", "2026-12-30"], "datetime64[D]"),
        "days_late": np.array([4, 5, 4]),
        "order_value": np.array([4000] * 3),
        "affected_value": np.array([4000] * 3),
    }
    answers = compile_columns(policy).decide_columns(columns, policy.vocabulary.roles[0], DAY)
    assert answers.decided.tolist() == [True, False, False]


def test_a_derived_fact_that_is_given_stands_where_it_does_not_follow() -> None:
    policy = BOOK.policy(COMPLAINT, DAY)
    columns = {
        "days_late": np.array([0, 0, 0]),
        "days_since_delivery": np.array([5, 5, 5]),
        "order_value": np.array([0, 0, 4000]),
        "affected_value": np.array([0, 0, 2000]),
        "affected_share": np.array([20, 80, 50]),
    }
    answers = compile_columns(policy).decide_columns(columns, policy.vocabulary.roles[0], DAY)
    assert answers.decided.tolist() == [True, True, True]
    assert [WORDS[word] for word in answers.remedies["letter"].word] == ["must", "none", "none"]
