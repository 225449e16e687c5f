"""What each `Problem` says, in English and 简体中文: file, cause, way out, in one line.

The command line and the window both read this table, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: dict[str, tuple[str, str]] = {
    # code: (English, 简体中文); keep sorted by code
    "config-value": (
        "{field} = {value} is not possible: {cause}. Use {allowed}.",
        "{field} = {value} 不可用：{cause}。请使用 {allowed}。",
    ),
}


def problem_text(code: str, fields: Mapping[str, object], language: str = "en") -> str:
    """The one line for `code` in `language` ("en" or "zh_CN").

    Raises
    ------
    KeyError
        If the code has no text: a mistake of ours, never shown as a user's.
    """
    english, chinese = PROBLEMS[code]
    return (chinese if language.startswith("zh") else english).format_map(dict(fields))
