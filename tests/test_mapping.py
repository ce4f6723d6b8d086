"""Statements are written in the canonical order: that of the whole lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budget_kg.mapping import nquads, ntriples

GRAPH = "https://w3id.org/budget-kg/id/graph-1"
SUBJECTS = st.text(alphabet="ab-/1~é一𠀀", min_size=1, max_size=4).map(lambda end: f"https://w3id.org/budget-kg/id/{end}")
SAID = st.lists(st.sampled_from(["<http://p> <http://o>", "<http://p> \"1\"", "<http://p2> \"一\"@zh"]), min_size=1)


@given(st.dictionaries(SUBJECTS, SAID))
def test_lines_are_sorted_as_wholes_and_each_is_there_once(statements: dict[str, list[str]]) -> None:
    lines = {f"<{subject}> {said}" for subject, several in statements.items() for said in several}
    assert ntriples(statements).decode() == "".join(sorted(f"{line} .\n" for line in lines))
    assert nquads(statements, GRAPH).decode() == "".join(sorted(f"{line} <{GRAPH}> .\n" for line in lines))


def test_a_subject_that_begins_like_another() -> None:
    said = {f"http://s/a{end}": ["<http://p> <http://o>"] for end in ("", "-1", "a", "?", "=")}
    lines = nquads(said, GRAPH).decode().splitlines()
    assert lines == sorted(lines)
    assert [line.split(">")[0] for line in lines] == [f"<http://s/a{end}" for end in ("-1", "=", "", "?", "a")]
