"""Text of documents inside Markdown: it stays text."""

from __future__ import annotations


def markdown(text: str) -> str:
    """The text without markup, cell borders and line breaks."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>|#" else one for one in " ".join(text.split()))
