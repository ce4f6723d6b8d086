"""Reports written out: for programs (JSON, CSV, SARIF) and for people (Markdown, one HTML page).

Nothing is judged here. A writer takes what was checked in its order, and gives text.
"""
