"""The same inputs give the same bytes for ever: under any hash seed, locale and time zone, tomorrow too."""

import hashlib
import json
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from policies import Page, read

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 6, 1)
VOCABULARY = """# Wörterbuch

## Facts
| Fact | Type | Values | Ask |
|------|------|--------|-----|
| Days since delivery | number | 0..3650 | When did it arrive? |
| Order value | money | 0..5000 | |
| Tier | choice | standard < silver < İstanbul gold | |
| Photo | yes/no | | Could you send us a picture? |
| Promised on | date | 2025-01-01..2026-12-31 | |

## Remedies
| Remedy | Measured in |
|--------|-------------|
| Refund | money |
| Replacement | none |
| Goodwill credit | money |

## Authority
| Role |
|------|
| agent |
| lead |
| manager |
"""
RULES = """# Beschädigt

## Rules
| Rule | Days since delivery | Order value | Tier | Photo | Promised on | Remedy | Effect | Who | Up to | Provided | Because |
|--|--|--|--|--|--|--|--|--|--|--|--|
| D1 | <= 30 | | | | | Refund | must | | 100% of Order value | We collect it | [30 days](../standards/floor.md#reject) |
| D2 | 31..180 | | | yes | | Replacement | may | agent | | | our “promise” |
| D3 | | <= 75 | >= silver | | | Goodwill credit | may | agent | min(10, 12.5% of Order value) | | |
| D4 | | | | | < 2026-03-01 | Goodwill credit | may | lead | 0.5 x Days since delivery + 3 | Apologise | [a](a.md), [b](b.md) |
| D5 | > 3000 | | | | | Goodwill credit | never | | | | |
| D6 | | | İstanbul gold | no | | Refund | may | manager | 500 | | |
"""  # noqa: E501 - a table is as wide as it is


def page(slug: str, body: str, **meta: object) -> Page:
    return Page(f"{slug}.md", slug, meta, {}, body, 5, hashlib.sha256(body.encode()).hexdigest())


BOOK = read([page("vocabulary", VOCABULARY, currency="EUR"), page("damaged", RULES, complaint="damaged")])


def situations() -> list[tuple[str, dict[str, object]]]:
    """Two hundred cases, half of them with facts missing; some facts given as numbers."""
    chance = random.Random(5)  # noqa: S311 - the same ones every time
    found = []
    for at in range(200):
        facts: dict[str, object] = {
            "tier": chance.choice(["standard", "silver", "İSTANBUL GOLD"]),
            "photo": chance.choice(["yes", "no"]),
            "promised_on": chance.choice(["2025-06-01", "2026-02-28", "2026-03-01"]),
            "order_value": chance.choice(["74.99", "75", 75.01, 4999]),
            "days_since_delivery": chance.choice([0, 30, "30.5", 181, "3001"]),
        }
        for fact in chance.sample(sorted(facts), chance.choice([0, 0, 1, 3])):
            facts[fact] = None
        found.append((("agent", "lead", "manager")[at % 3], facts))
    return found


def say(role: str, facts: dict[str, object]) -> str:
    return json.dumps(BOOK.decide("damaged", role, facts, DAY).as_json(), ensure_ascii=False)


SCRIPT = """
import sys
from test_policies_byte_identity import say, situations
sys.stdout.buffer.write("\\n".join(say(*each) for each in situations()).encode())
"""


def said_under(**environment: str) -> bytes:
    path = os.pathsep.join(map(str, (ROOT, Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={"PYTHONPATH": path, "PATH": os.environ.get("PATH", ""), **environment},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_two_hundred_decisions_are_the_same_bytes_under_any_hash_seed_locale_and_time_zone() -> None:
    here = "\n".join(say(*each) for each in situations()).encode()
    assert len(here.splitlines()) == 200
    assert len({*here.splitlines()}) > 100
    for seed, locale, zone in (
        ("0", "C", "UTC"),
        ("1", "C.UTF-8", "Pacific/Kiritimati"),
        ("2", "tr_TR.UTF-8", "America/New_York"),
        ("4294967295", "de_DE.UTF-8", "Asia/Kolkata"),
    ):
        assert said_under(PYTHONHASHSEED=seed, LC_ALL=locale, TZ=zone) == here, (seed, locale, zone)


def test_a_decision_asked_for_again_or_after_others_is_the_same_bytes() -> None:
    first = [say(*each) for each in situations()]
    again = [say(role, dict(reversed(facts.items()))) for role, facts in reversed(situations())]
    assert first == again[::-1]


def test_what_a_reader_does_to_its_answer_nobody_else_sees() -> None:
    role, facts = "agent", {"days_since_delivery": 40, "photo": "no", "order_value": 80, "tier": "silver"}
    before = say(role, facts)
    answer = BOOK.decide("damaged", role, facts, DAY).as_json()
    for remedy in answer["remedies"]:
        remedy["limits"]["agent"] = "a million"
        for key in ("rules", "because", "provided", "missing"):
            remedy[key].append("mine")
        if remedy["nearest"]:
            remedy["nearest"]["failed"].clear()
        remedy["verdict"] = "must"
    assert say(role, facts) == before


GOLDEN = (
    (
        "agent",
        {"days_since_delivery": 3, "order_value": "40", "tier": "silver", "photo": "no", "promised_on": DAY},
        """[{"remedy":"refund","verdict":"must","limit":"40.00","limits":{"agent":"40.00","lead":"40.00",
"manager":"40.00"},"needs_role":null,"rules":["D1"],"because":["../standards/floor.md#reject"],
"provided":["We collect it"],"missing":[],"nearest":null},{"remedy":"replacement","verdict":"none",
"limit":null,"limits":{"agent":null,"lead":null,"manager":null},"needs_role":null,"rules":[],
"because":[],"provided":[],"missing":[],"nearest":{"rule":"D2","holds":0,"of":2,
"failed":[{"fact":"days_since_delivery","cell":"31..180","value":"3"},{"fact":"photo","cell":"yes",
"value":"no"}]}},{"remedy":"goodwill_credit","verdict":"may","limit":"5.00",
"limits":{"agent":"5.00","lead":"5.00","manager":"5.00"},"needs_role":null,"rules":["D3"],
"because":[],"provided":[],"missing":[],"nearest":null}]""",
    ),
    (
        "agent",
        {"days_since_delivery": "181", "order_value": "82.04", "tier": "silver", "photo": "no",
         "promised_on": "2026-02-28"},
        """[{"remedy":"refund","verdict":"none","limit":null,"limits":{"agent":null,"lead":null,
"manager":null},"needs_role":null,"rules":[],"because":[],"provided":[],"missing":[],
"nearest":{"rule":"D1","holds":0,"of":1,"failed":[{"fact":"days_since_delivery","cell":"<= 30",
"value":"181"}]}},{"remedy":"replacement","verdict":"none","limit":null,"limits":{"agent":null,
"lead":null,"manager":null},"needs_role":null,"rules":[],"because":[],"provided":[],"missing":[],
"nearest":{"rule":"D2","holds":0,"of":2,"failed":[{"fact":"days_since_delivery","cell":"31..180",
"value":"181"},{"fact":"photo","cell":"yes","value":"no"}]}},{"remedy":"goodwill_credit",
"verdict":"needs","limit":null,"limits":{"agent":null,"lead":"93.50","manager":"93.50"},
"needs_role":"lead","rules":["D4"],"because":["a.md","b.md"],"provided":["Apologise"],"missing":[],
"nearest":{"rule":"D3","holds":1,"of":2,"failed":[{"fact":"order_value","cell":"<= 75",
"value":"82.04"}]}}]""",
    ),
    (
        "lead",
        {"days_since_delivery": "33.33", "order_value": "74.99", "tier": "İSTANBUL gold", "photo": "no",
         "promised_on": "2025-06-01"},
        """[{"remedy":"refund","verdict":"needs","limit":null,"limits":{"agent":null,"lead":null,
"manager":"500.00"},"needs_role":"manager","rules":["D6"],"because":[],"provided":[],"missing":[],
"nearest":{"rule":"D1","holds":0,"of":1,"failed":[{"fact":"days_since_delivery","cell":"<= 30",
"value":"33.33"}]}},{"remedy":"replacement","verdict":"none","limit":null,"limits":{"agent":null,
"lead":null,"manager":null},"needs_role":null,"rules":[],"because":[],"provided":[],"missing":[],
"nearest":{"rule":"D2","holds":1,"of":2,"failed":[{"fact":"photo","cell":"yes","value":"no"}]}},
{"remedy":"goodwill_credit","verdict":"may","limit":"19.67","limits":{"agent":"9.37","lead":"19.67",
"manager":"19.67"},"needs_role":null,"rules":["D4"],"because":["a.md","b.md"],
"provided":["Apologise"],"missing":[],"nearest":null}]""",
    ),
    (
        "manager",
        {"days_since_delivery": 3001, "order_value": 0},
        """[{"remedy":"refund","verdict":"depends","limit":null,"limits":{"agent":null,"lead":null,
"manager":null},"needs_role":null,"rules":[],"because":[],"provided":[],"missing":["tier","photo"],
"nearest":null},{"remedy":"replacement","verdict":"none","limit":null,"limits":{"agent":null,
"lead":null,"manager":null},"needs_role":null,"rules":[],"because":[],"provided":[],"missing":[],
"nearest":{"rule":"D2","holds":0,"of":2,"failed":[{"fact":"days_since_delivery","cell":"31..180",
"value":"3001"},{"fact":"photo","cell":"yes","value":null}]}},{"remedy":"goodwill_credit",
"verdict":"never","limit":null,"limits":{"agent":null,"lead":null,"manager":null},"needs_role":null,
"rules":["D5"],"because":[],"provided":[],"missing":[],"nearest":null}]""",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("role", "facts", "said"), GOLDEN)
def test_a_decision_said_once_is_said_like_this_for_ever(
    role: str, facts: dict[str, object], said: str
) -> None:
    answer = BOOK.decide("damaged", role, facts, DAY).as_json()
    assert json.dumps(answer["remedies"], separators=(",", ":")) == said.replace("\n", "")
