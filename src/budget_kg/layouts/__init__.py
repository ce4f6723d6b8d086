"""Kinds of documents, one file each. A file in this folder is a member: `KIND`, `fits(title, root)`."""
