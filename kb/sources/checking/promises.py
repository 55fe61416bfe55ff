"""Playbooks and policies that do not agree: one without the other, and promises that no policy keeps."""

import re
from collections.abc import Iterator

from kb.markup import outline
from kb.markup.parser import parse, plain
from kb.sources.checking.corpus import Corpus
from kb.sources.source_page import SourcePage
from policies import Policy, Problem

_SENTENCE = re.compile(r"[^.!?;:]+")
_PROMISE = (
    r"\b(?:you|they|we|i|customers?)(?:['\u2019](?:ll|d|re|ve)| will| can| may| could| shall| must| always"
    r"| are| am| have| gets?| gives?| sends?| offers?)\b.{0,80}?"
    r"|\b(?:offer|give|grant|promise|send|pay|arrange|book|issue)\b.{0,60}?"
)
_DENIED = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|can['\u2019]t|don['\u2019]t|do not|won['\u2019]t|isn['\u2019]t"
    r"|without|instead of|rather than|unless|if)\b",
    re.IGNORECASE,
)
_ABOUT_OTHERS = re.compile(r"\b(?:never|not|no|don['\u2019]t|avoid|elsewhere|other)\b", re.IGNORECASE)
_BAD_EXAMPLE = re.compile(r"^(?:not so good|bad|wrong|never)\b", re.IGNORECASE)


def promise_problems(corpus: Corpus, page: SourcePage) -> Iterator[Problem]:
    """Yield an error for each remedy that a playbook promises and its complaint's policy never gives.

    Only plain promises count: a sentence that denies, asks or sets a condition is none, nor is a bad example,
    nor what stands under a heading such as *Never promise* or *When it does not fit*.
    """
    found = [corpus.policy(kind.key) for kind in corpus.playbooks.get(page.slug, ())]
    kept = [policy for policy in found if policy is not None]
    if not kept:
        return
    given = {remedy for policy in kept for remedy in _given(policy)}
    others = [remedy for remedy in kept[0].vocabulary.remedies if remedy.key not in given]
    patterns = [
        (remedy.label, re.compile(rf"(?:{_PROMISE})\b{re.escape(remedy.label)}s?\b", re.IGNORECASE))
        for remedy in others
    ]
    for line, sentence in _sentences(page):
        for label, pattern in patterns:
            match = pattern.search(sentence)
            if match and not _DENIED.search(sentence):
                message = f"it promises `{label}`, which {kept[0].path} never gives"
                hint = "take the promise out, or add a rule to the policy"
                yield Problem("empty-promise", "error", page.path, page.body_line + line, message, hint)


def _given(policy: Policy) -> set[str]:
    return {rule.remedy.key for rule in policy.rules if rule.effect in ("must", "may")}


def _sentences(page: SourcePage) -> Iterator[tuple[int, str]]:
    """Yield the sentences in which a page may promise something, with their lines (0-based in the body)."""
    level_left_out = 0
    heads = {heading.line: heading for heading in outline(page.body)}
    tokens = parse(page.body)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.map and token.map[0] in heads:
            heading = heads[token.map[0]]
            if not level_left_out or heading.level <= level_left_out:
                level_left_out = heading.level if _ABOUT_OTHERS.search(heading.text) else 0
        if token.type != "inline" or level_left_out or tokens[at - 1].type == "heading_open":
            continue
        text = plain(token)
        if not _BAD_EXAMPLE.match(text):
            line = token.map[0] if token.map else 0
            yield from ((line, sentence) for sentence in _SENTENCE.findall(text))


def agreement_problems(corpus: Corpus) -> Iterator[Problem]:
    """Yield the complaint types with a playbook and no policy in force, and those with a policy and no
    playbook."""
    by_complaint = {kind.key: slug for slug, kinds in corpus.playbooks.items() for kind in kinds}
    for kind in corpus.complaints:
        playbook = corpus.known.get(by_complaint.get(kind.key, ""))
        if playbook is not None and not kind.has_policy:
            message = f"no policy is in force for `{kind.label}`, which this is the playbook for"
            hint = f"write a policy with `complaint: {kind.key}`"
            yield Problem("playbook-without-policy", "error", playbook.path, 1, message, hint)
        policy = corpus.policy(kind.key) if playbook is None else None
        if policy is not None:
            message = f"`{kind.label}` has no playbook that tells how to go about it"
            hint = "write one, and name it under `Complaint types` of the vocabulary"
            yield Problem("policy-without-playbook", "error", policy.path, 1, message, hint)
