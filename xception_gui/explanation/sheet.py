"""Two answers as one picture: heat maps and feature maps, the difference in the middle."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from xception_gui.base.beside import Beside, Panels
from xception_gui.base.numbers import percent, real
from xception_gui.base.results import Prediction

_SIDE, _GAP, _LINE, _TOP = 320, 12, 18, 5
_INK, _GROUND, _EMPTY = "#1A1D23", "#FFFFFF", "#E6E8EC"


def sheet(found: Beside) -> Image.Image:
    """Three columns: left, right − left, right; below them the likeliest classes of each."""
    row = _SIDE + 2 * _LINE + _GAP
    width, height = 3 * _SIDE + 4 * _GAP, 2 * row + (_TOP + 2) * _LINE
    made = Image.new("RGB", (width, height), _GROUND)
    draw = ImageDraw.Draw(made)
    for number, panels in enumerate((found.heat, found.maps)):
        _row(made, draw, number * row + _GAP, panels, _titles(found, number))
    top = 2 * row + _LINE
    for column, prediction in ((0, found.left), (2, found.right)):
        for place, line in enumerate(_answer(prediction)):
            _write(draw, (_left(column), top + place * _LINE), line)
    return made


def _titles(found: Beside, number: int) -> tuple[str, str, str]:
    panels = (found.heat, found.maps)[number]
    least = real(-panels.peak) if panels.signed else "0"
    scale = f"{least} … {real(panels.peak)}"
    apart = f"difference, {real(-panels.apart)} … {real(panels.apart)}"
    if number:
        return (f"{found.layer}, {scale}", apart, f"{found.layer}, {scale}")
    left, right = found.names
    return (f"{left}: {found.label}, {scale}", apart, f"{right}: {found.label_right}, {scale}")


def _row(
    made: Image.Image,
    draw: ImageDraw.ImageDraw,
    top: int,
    panels: Panels,
    titles: tuple[str, str, str],
) -> None:
    pictures = (panels.left, panels.difference, panels.right)
    for column, (pixels, title) in enumerate(zip(pictures, titles, strict=True)):
        place = (_left(column), top + _LINE)
        if pixels is None:
            _write(draw, (_left(column), top), "not to be compared")
            draw.rectangle((*place, place[0] + _SIDE, place[1] + _SIDE), fill=_EMPTY)
            continue
        _write(draw, (_left(column), top), title)
        image = Image.fromarray(pixels)
        image.thumbnail((_SIDE, _SIDE))
        made.paste(image, place)


def _answer(prediction: Prediction) -> list[str]:
    lines = [f"{row.label}  {percent(row.probability)}" for row in prediction.top(_TOP)]
    return lines if prediction.trained else ["untrained weights: random", *lines[:-1]]


def _left(column: int) -> int:
    return _GAP + column * (_SIDE + _GAP)


def _write(draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str) -> None:
    # Pillow's own font: nothing has to be installed, and it knows Latin letters and few signs.
    plain = text.replace("−", "-").replace("…", "to").replace("\u202f", " ")
    plain = plain.encode("latin-1", "replace").decode("latin-1")
    draw.text(place, plain, fill=_INK, font=ImageFont.load_default(13))
