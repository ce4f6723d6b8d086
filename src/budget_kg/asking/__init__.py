"""Asking: canned questions with typed parameters, answers with evidence, cards of single things, and their looks."""
