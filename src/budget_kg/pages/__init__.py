"""Pages of a PDF: their characters and ruling lines, the tables and lines these make. Knows nothing of budgets."""
