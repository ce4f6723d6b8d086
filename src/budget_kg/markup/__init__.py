"""What readers of text files and web pages are made of: encodings, the article of a page, tables drawn as text."""
