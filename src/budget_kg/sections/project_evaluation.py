"""Self-evaluations of projects: name, budget, actual, rate, score, outcomes, problems and remedies of each."""

from __future__ import annotations

from budget_kg.model import Layout, Section
from budget_kg.prose.evaluations import title_end
from budget_kg.prose.project_evaluations import read_span
from budget_kg.reading import Reading

MEANINGS = ("project-evaluation",)


def read(section: Section, layout: Layout) -> Reading:
    """Read every evaluation of the section."""
    return read_span(section, layout, (title_end(section, layout), section.end))
