"""From words to a canned question: the phrasings and titles of the questions, matched exactly or but for a word.

It takes no values out of the words; what a question is asked about is given with its parameters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from budget_kg.asking.questionfile import Question

_MARKS: Final = re.compile(r"[\W_]+|\b(?:the|an?)\b", re.IGNORECASE)
_NEAR_ENOUGH: Final = 0.9
_CLEARLY: Final = 0.08
_SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A question and how well the words fit its nearest phrasing, from 0 to 1 for the same words."""

    question: Question
    phrasing: str
    score: float


def matches(words: str, questions: Sequence[Question]) -> list[Match]:
    """Return the questions with the nearest phrasing of each, the best first."""
    wanted = _grams(words)
    found = []
    for question in questions:
        known = (question.title.zh, question.title.en, *question.phrasings["zh"], *question.phrasings["en"])
        scored = [(_likeness(wanted, _grams(phrasing)), phrasing) for phrasing in known]
        score, phrasing = max(scored, key=lambda pair: pair[0])
        found.append(Match(question, phrasing, score))
    return sorted(found, key=lambda match: (-match.score, match.question.id))


def chosen(found: Sequence[Match]) -> Match | None:
    """Return the best match if it is the same but for a word, and nearer than any other; else None."""
    if not found or found[0].score < _NEAR_ENOUGH:
        return None
    second = found[1].score if len(found) > 1 else 0.0
    return found[0] if found[0].score == 1.0 != second or found[0].score - second >= _CLEARLY else None


def suggested(found: Sequence[Match]) -> list[Match]:
    """Return the questions worth naming when none is chosen."""
    return [match for match in found[:_SUGGESTED] if match.score > 0.2]


def _grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, without marks, spaces, articles and case."""
    plain = _MARKS.sub("", text).casefold()
    return frozenset(plain[index : index + 2] for index in range(max(1, len(plain) - 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's measure of two sets."""
    return 2 * len(one & other) / (len(one) + len(other))
