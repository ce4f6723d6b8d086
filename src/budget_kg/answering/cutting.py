"""The ways to cut the terms of a question in two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from budget_kg.answering.question import Term


def cuts(terms: Sequence[Term], *, shared: bool = True) -> Iterable[tuple[list[Term], list[Term]]]:
    """The ways to cut terms in two; one or two at an end may belong to both sides."""
    for cut in range(1, len(terms)):
        yield list(terms[:cut]), list(terms[cut:])
    for size in (1, 2) if shared else ():
        for cut in range(1, len(terms) - size):
            head, rest = list(terms[:size]), list(terms[size:])
            yield head + rest[:cut], head + rest[cut:]
            tail, first = list(terms[-size:]), list(terms[:-size])
            yield first[:cut] + tail, first[cut:] + tail
