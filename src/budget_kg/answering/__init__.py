"""Free questions: from words to a plan, from a plan to rows, and from rows to an answer with its evidence."""
