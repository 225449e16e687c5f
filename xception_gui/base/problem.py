"""One kind of error for everything a user can mend: a code and its fields, worded elsewhere."""

from __future__ import annotations


class Problem(Exception):
    """Something the user should read in one line: what failed, why, and the way out.

    Parameters
    ----------
    code : str
        A key of `xception_gui.base.texts.PROBLEMS`; a test holds that every raised code has text.
    **fields : object
        Values for the text's placeholders, for instance ``file`` and ``cause``.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields

    def __str__(self) -> str:
        from xception_gui.base.texts import problem_text

        return problem_text(self.code, self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        return (restore, (self.code, self.fields))


def restore(code: str, fields: dict[str, object]) -> Problem:
    """A problem by the code that something else carries: another process, a reader's exception."""
    return Problem(code, **fields)
