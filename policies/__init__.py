"""The policy engine: Markdown pages and facts in, decisions out. Pure: no I/O, no clock, no database.

    pages ──language──> Vocabulary, Policy ──┐
      (all problems at once, none raised)    ├─ Book ── decide ──> Decision (a Verdict for every remedy)
    facts ──reasoning/case──> Case ──────────┘

    page, problem, errors            what comes in, what is wrong with it, what is raised
    label, currency, spans           the small values everything is made of
    amount, price                    how much a rule gives, as a formula and worked out
    fact, vocabulary, rule, policy   the nouns of a page once read
    language/                        from Markdown to those nouns
    reasoning/                       from a policy and a case to a decision
    derived, derivation              facts that follow from others
    advice/                          what to ask, what would have been enough, examples and coverage
    book                             all pages together: revisions, and what is in force on a day
    analysis/                        what is proved over every case, and the difference between two revisions
    batch/                           a million cases through columns

It stands on the standard library, markdown-it-py and, in batch/, NumPy; it knows nothing of whoever calls it.
"""

from policies.advice.boundary import boundary_examples
from policies.advice.change import Change
from policies.advice.coverage import Coverage, coverage
from policies.advice.dialogue import dialogue, next_question
from policies.advice.enough import cheapest_change
from policies.advice.explanation import Explanation, explain
from policies.advice.question import Question
from policies.analysis import (
    Difference,
    Finding,
    Note,
    References,
    VerdictChange,
    Witness,
    analyse,
    difference,
)
from policies.book import Book, read
from policies.derivation import Derivation, derived_facts, inputs_of
from policies.errors import (
    BadFact,
    CaseError,
    NoneInForce,
    NoPolicy,
    PageRefused,
    PolicyError,
    UnknownComplaint,
    UnknownFact,
    UnknownRole,
)
from policies.fact import Fact
from policies.page import Page
from policies.policy import Policy
from policies.problem import Problem
from policies.reasoning.case import read_value
from policies.reasoning.decision import Decision
from policies.reasoning.verdict import Verdict
from policies.rule import Rule
from policies.vocabulary import Budget, ComplaintType, Remedy, Role, Vocabulary

__all__ = [
    "BadFact",
    "Book",
    "Budget",
    "CaseError",
    "Change",
    "ComplaintType",
    "Coverage",
    "Decision",
    "Derivation",
    "Difference",
    "Explanation",
    "Fact",
    "Finding",
    "NoPolicy",
    "NoneInForce",
    "Note",
    "Page",
    "PageRefused",
    "Policy",
    "PolicyError",
    "Problem",
    "Question",
    "References",
    "Remedy",
    "Role",
    "Rule",
    "UnknownComplaint",
    "UnknownFact",
    "UnknownRole",
    "Verdict",
    "VerdictChange",
    "Vocabulary",
    "Witness",
    "analyse",
    "boundary_examples",
    "cheapest_change",
    "coverage",
    "derived_facts",
    "dialogue",
    "difference",
    "explain",
    "inputs_of",
    "next_question",
    "read",
    "read_value",
]
