"""The window's two languages: the English text is the key, Chinese comes from small JSON files.

``tr("Open…")`` where a text is shown; ``mark("Open…")`` where a table only names it and another
place calls ``tr`` on it. A widget reads its texts in ``retranslate()``, called at its construction
and on ``QEvent.LanguageChange``.
"""

from __future__ import annotations

import json
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator

from xception_gui.base.assets import asset

LANGUAGES = ("en", "zh_CN")
_language = "en"
_qt_texts: QTranslator | None = None


def tr(text: str, **values: object) -> str:
    """The text in the language in force, its ``{name}`` fields filled with ``values``."""
    shown = _chinese().get(text, text) if _language == "zh_CN" else text
    return shown.format(**values) if values else shown


def mark(text: str) -> str:
    """The text itself: says to the translation test that ``tr`` is called on it elsewhere."""
    return text


def language() -> str:
    """The language in force: ``en`` or ``zh_CN``."""
    return _language


def set_language(wanted: str) -> None:
    """Change the language and have every widget read its texts again.

    Parameters
    ----------
    wanted
        ``en``, ``zh_CN``, or ``system``: Chinese where the system speaks it, else English.

    Raises
    ------
    ValueError
        For another language.
    """
    global _language
    found = _system_language() if wanted == "system" else wanted
    if found not in LANGUAGES:
        raise ValueError(f"language is one of system, en, zh_CN, not {wanted!r}")
    if found == _language:
        return
    _language = found
    app = QCoreApplication.instance()
    # Qt tells every widget by itself when one of its own translations comes or goes.
    if not _translate_qt() and app is not None:
        QCoreApplication.sendEvent(app, QEvent(QEvent.Type.LanguageChange))


def _system_language() -> str:
    chinese = QLocale.system().language() == QLocale.Language.Chinese
    return "zh_CN" if chinese else "en"


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    merged: dict[str, str] = {}
    for file in sorted(asset("translations", "zh_CN").glob("*.json")):
        merged.update(json.loads(file.read_text("utf-8")))
    return merged


def _translate_qt() -> bool:
    """Qt's own texts (Undo, Cancel, the file dialog) come from the files that travel with Qt."""
    global _qt_texts
    if _qt_texts is not None:
        old, _qt_texts = _qt_texts, None
        return QCoreApplication.removeTranslator(old)
    made = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not made.load(f"qtbase_{_language}", folder):
        return False
    _qt_texts = made
    return QCoreApplication.installTranslator(made)
