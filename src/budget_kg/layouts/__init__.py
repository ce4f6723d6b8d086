"""Kinds of documents, one file each. A file in this folder is a member.

Each declares `KIND`, `NAME` (in both languages), `fits(signs, text)`: whether a document so titled has what one needs,
and `part(document, flow, title)`: what tells it apart from others of its department, year and kind, "" for nothing.
"""
