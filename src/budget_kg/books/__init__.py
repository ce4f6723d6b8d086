"""What office files are made of: their kinds, packages of XML parts, sheets of printed cells, and the body of a letter.

Readers of sheets and of Word files are built on it; it interprets nothing.
"""
