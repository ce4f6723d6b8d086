"""The terminal: parses, calls, prints, exits; nothing else does. One file for each group of commands."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from budget_kg.errors import BudgetKgError

PROGRAM = "budget-kg"


def main() -> None:
    """Run the program on the arguments of the process, and end the process."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a locale without Chinese, or a file name in no encoding
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        from budget_kg.cli.printing import forget_output

        forget_output()
    raise SystemExit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code. An unexpected exception passes through, with its traceback."""
    from budget_kg.cli import wording

    wording.use(wording.of_locale(os.environ))
    try:
        lang, left = wording.decide(arguments, os.environ)
        wording.use(lang, asked_for=len(left) < len(arguments))
        return _dispatch(left)
    except BudgetKgError as error:
        _complain(error.say(wording.lang()))
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: list[str]) -> int:
    from budget_kg.cli import faults, root

    try:
        code = root.build().main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except faults.WrongUse as error:
        _complain(faults.line(error))
        return 2
    return code if isinstance(code, int) else 0


def _complain(message: str) -> None:
    print(f"{PROGRAM}: {message}", file=sys.stderr)
