"""Readers, one file per format. A file in this folder is a member: `SUFFIXES` and `read(path) -> Document`."""
