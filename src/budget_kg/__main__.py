"""`python -m budget_kg` is `budget-kg`."""

from budget_kg.cli import main

main()
