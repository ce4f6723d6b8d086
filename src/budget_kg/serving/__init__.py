"""The store as tools for other programs: what each tool takes and gives, and the protocol they are offered in.

A package below `cli`: it is a second way in beside the terminal, which only parses the options and starts it.
"""
