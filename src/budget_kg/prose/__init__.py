"""Reading prose: grammar words and clauses, names and codes of classes, amounts, evaluations, work, organisation.

The readers of sections are made of these; nothing here knows the order of a document.
"""
