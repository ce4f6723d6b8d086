"""Readers of tables, one file per family. A file in this folder is a member.

Each member declares `read(tables, layout) -> (Reading, taken)`: of the tables that no member before it took, it reads
those it knows and names the numbers of these. Numbers of a table that nobody takes stay unread.
"""
