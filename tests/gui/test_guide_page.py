"""The guide in the window: its pages, the ways between them, nothing that leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from xception_gui.gui.guide_page import GuidePage
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.guide_pictures import decoded
from xception_gui.gui.views.guide_text import GuideText


def page(window: MainWindow) -> GuidePage:
    window.menu_actions.action("guide").trigger()
    QApplication.processEvents()
    (found,) = window.findChildren(GuidePage)
    return found


def links(text: GuideText) -> list[str]:
    block, found = text.document().begin(), list[str]()
    while block.isValid():
        found += [f.charFormat().anchorHref() for f in _fragments(block)]
        block = block.next()
    return list(filter(None, dict.fromkeys(found)))


def _fragments(block: QTextBlock):  # type: ignore[no-untyped-def]
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1


def test_that_every_page_is_reached_and_one_comes_back(window: MainWindow) -> None:
    guide = page(window)
    assert not guide.back.isEnabled()
    other, *contents = links(guide.text)
    assert other == "zh/README.md"
    assert len(contents) == 10
    for link in contents:
        guide.text.anchorClicked.emit(QUrl(link))
        assert guide.text.path.name == Path(link).name
        assert len(guide.text.toPlainText()) > 300
        guide.back.click()
    assert guide.text.path.name == "README.md"
    assert not guide.back.isEnabled()


def pictures(text: GuideText) -> dict[str, QImage]:
    """What stands in the place of each picture, by its name."""
    block, found = text.document().begin(), dict[str, QImage]()
    kind = QTextDocument.ResourceType.ImageResource.value
    while block.isValid():
        for fragment in _fragments(block):
            if fragment.charFormat().isImageFormat():
                name = fragment.charFormat().toImageFormat().name()
                found[name] = text.document().resource(kind, QUrl(name))
        block = block.next()
    return found


def has_pixels(image: QImage) -> bool:
    return image.pixelColor(image.width() // 2, image.height() // 2).alpha() > 0


def test_that_pictures_are_decoded_elsewhere_and_come_into_room_of_their_size(
    qtbot: QtBot, window: MainWindow
) -> None:
    decoded.cache_clear()
    text = page(window).text
    text.page_wanted.emit(str(text.path.with_name("architecture.md")))
    empty = pictures(text)
    assert len(empty) > 5
    assert not any(map(has_pixels, empty.values()))
    assert not decoded.cache_info().misses
    qtbot.waitUntil(lambda: all(map(has_pixels, pictures(text).values())))
    there = pictures(text)
    assert [i.size() for i in there.values()] == [i.size() for i in empty.values()]


def test_that_another_width_decodes_no_picture_again(qtbot: QtBot, window: MainWindow) -> None:
    guide = page(window)
    guide.text.page_wanted.emit(str(guide.text.path.with_name("architecture.md")))
    qtbot.waitUntil(lambda: all(map(has_pixels, pictures(guide.text).values())))
    before = decoded.cache_info()
    names = set(pictures(guide.text))
    guide.resize(1100, 700)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not names & set(pictures(guide.text)))
    qtbot.waitUntil(lambda: all(map(has_pixels, pictures(guide.text).values())))
    after = decoded.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits


def test_that_pictures_are_as_wide_as_the_text_in_every_theme(window: MainWindow) -> None:
    guide = page(window)
    guide.text.page_wanted.emit(str(guide.text.path.with_name("architecture.md")))
    for width in (900, 1200):
        guide.resize(width, 700)
        QApplication.processEvents()
        QApplication.processEvents()
        across = guide.text.document().idealWidth()
        assert width - 60 < across < guide.text.viewport().width() + 1
    bar = guide.text.horizontalScrollBar()
    assert not bar.maximum()


def test_that_what_is_not_there_is_neither_linked_nor_shown(
    window: MainWindow, tmp_path: Path
) -> None:
    text = page(window).text
    (tmp_path / "a.md").write_text("![Gone](gone.png) See [that](gone.md), [this](a.md).", "utf-8")
    text.show_page(tmp_path / "a.md")
    assert text.toPlainText() == "See that, this."
    assert links(text) == ["a.md"]


def test_that_the_guide_speaks_the_language_of_the_window(window: MainWindow) -> None:
    guide = page(window)
    english = guide.text.path
    guide.text.page_wanted.emit(str(english.with_name("weights.md")))
    QApplication.processEvents()
    place = guide.text.document().find("Is it 79.0")
    guide.text.verticalScrollBar().setValue(guide.text.cursorRect(place).top())
    set_language("zh_CN")
    QApplication.processEvents()
    assert guide.text.path == english.parent / "zh" / "weights.md"
    top = guide.text.cursorForPosition(QPoint(0, 4)).block()
    assert top.text() == "在这台机器上也是 79.0 % 吗？"
    guide.back.click()
    assert guide.text.path == english.parent / "zh" / "README.md"
    assert guide.windowTitle() == "使用指南"
    set_language("en")
    QApplication.processEvents()
    assert guide.text.path == english


def test_that_a_page_without_translation_stays_as_it_is(window: MainWindow) -> None:
    guide = page(window)
    decision = guide.text.path.parents[1] / "decisions" / "0006-translations-as-json.md"
    guide.text.page_wanted.emit(str(decision))
    set_language("zh_CN")
    QApplication.processEvents()
    assert guide.text.path == decision
    assert guide.text.toPlainText()
    guide.contents.click()
    assert guide.text.path.parent.name == "zh"


def test_that_each_guide_leads_to_the_other_and_keeps_its_own_contents(window: MainWindow) -> None:
    guide = page(window)
    english = guide.text.path
    for link, folder in (("zh/README.md", english.parent / "zh"), ("../README.md", english.parent)):
        guide.text.anchorClicked.emit(QUrl(link))
        assert guide.text.path == folder / "README.md"
        guide.text.anchorClicked.emit(QUrl("training.md"))
        guide.contents.click()
        assert guide.text.path == folder / "README.md"


def test_that_the_glossary_has_its_chinese_page(window: MainWindow) -> None:
    guide = page(window)
    guide.text.anchorClicked.emit(QUrl("../glossary.md"))
    english = guide.text.path
    set_language("zh_CN")
    QApplication.processEvents()
    assert guide.text.path == english.parent / "guide" / "zh" / "glossary.md"
    set_language("en")
    QApplication.processEvents()
    assert guide.text.path == english


def test_that_both_languages_have_the_same_paragraphs(window: MainWindow) -> None:
    first = page(window).text.path
    pages = [*first.parent.glob("*.md"), first.parents[1] / "glossary.md"]
    assert len(pages) == 11
    for english in pages:
        chinese = first.parent / "zh" / english.name
        shown = [_rendered(path) for path in (english, chinese)]
        assert shown[0].blockCount() == shown[1].blockCount(), english.name
        assert not any("*" in document.toPlainText() for document in shown), english.name


@pytest.mark.parametrize("name", ["training.md", "zh/training.md", "architecture.md"])
def test_that_every_paragraph_is_drawn(window: MainWindow, name: str) -> None:
    guide = page(window)
    guide.text.page_wanted.emit(str(guide.text.path.parent / name))
    QApplication.processEvents()
    guide.text.verticalScrollBar().setValue(10**6)
    guide.grab()
    drawn, block = 0, guide.text.document().begin()
    while block.isValid():
        assert block.layout().lineCount() or not block.text(), block.text()
        drawn, block = drawn + bool(block.text()), block.next()
    assert drawn > 30


def _rendered(path: Path) -> QTextDocument:
    document = QTextDocument()
    document.setMarkdown(path.read_text("utf-8"))
    return document


def test_that_names_on_the_window_stand_upright_on_a_tint(window: MainWindow) -> None:
    guide = page(window)
    set_language("zh_CN")
    QApplication.processEvents()
    guide.text.page_wanted.emit(str(guide.text.path.with_name("window.md")))
    block, tinted = guide.text.document().begin(), list[str]()
    while block.isValid():
        for fragment in _fragments(block):
            assert not fragment.charFormat().fontItalic(), fragment.text()
            if fragment.charFormat().background().style() != Qt.BrushStyle.NoBrush:
                tinted.append(fragment.text())
        block = block.next()
    assert "打开…" in tinted
