"""Values of the command line as they stand there, without the conversions of typer.

Typer 0.29 imports pydantic, which takes longer than a question, to convert values. Ours are texts and flags, checked
by the commands with messages in two languages.
"""

from __future__ import annotations

from typing import Any


class _AsGiven:
    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """Return the value; nothing given to a parameter of several values is no value."""
        return () if value is None and (getattr(param, "multiple", False) or param.nargs == -1) else value


def take_as_given(parameters: list[Any]) -> list[Any]:
    """Have parameters give their values as they stand. A typer without such conversions does not look at this."""
    for parameter in parameters:
        parameter._runtime_param = _AsGiven()
    return parameters
