"""Read budget disclosures into a graph that answers questions with evidence."""
