"""Checks: relations between facts of the graph, judged by what their printed digits can mean.

A check is a file of `queries/checks/`: a query that selects operands, and a header that says how they are related.
The engine judges; it never reads text, and it never says who is wrong.
"""
