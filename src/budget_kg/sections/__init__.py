"""Readers of prose, one file per family of section meanings. A file in this folder is a member.

Each member declares `MEANINGS`, the section kinds it reads, and `read(section, layout) -> Reading`. A member is
called once for the topmost section of its meanings and reads all below it that no other member claims.
"""
