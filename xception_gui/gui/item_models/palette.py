"""What the command palette offers, and in which order it answers what is typed. No widgets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["command", "setting", "choice", "module", "class"]
KINDS: tuple[Kind, ...] = ("command", "setting", "choice", "module", "class")
BEGINNING: tuple[Kind, ...] = ("command", "setting")
_WHOLE, _PREFIX, _WORDS, _WITHIN, _ALSO, _SCATTERED, _NOT = range(7)
# A setting's name and its five values must not hide the command that is called so.
_BEST: dict[Kind, int] = {"setting": _WORDS, "choice": _WITHIN}
# A letter or figure after none, a figure after a letter (block4), any Chinese character.
_STARTS = re.compile(r"(?<![^\W_])[^\W_]|(?<=[^\W\d_])\d|[\u2e80-\uffef]")
_SPREAD = 3  # a scattered match may be so many times as long as what was typed


@dataclass(frozen=True)
class Offer:
    """One thing that can be chosen.

    Parameters
    ----------
    id : str
        Unique; what is remembered of it.
    kind : str
        One of `KINDS`; a choice is one value of a setting or an entry of a submenu.
    text : str
        Its name in the language in force; a command of a submenu names that first.
    english : str
        The same in English, in which it is found too.
    also : tuple of str
        Further words by which it is found.
    keys : str
        Shortcut as Qt writes it; empty: `detail` stands in its place.
    enabled : bool
        Otherwise `detail` says what is missing.
    """

    id: str
    kind: Kind
    icon: str
    text: str
    english: str = ""
    also: tuple[str, ...] = ()
    keys: str = ""
    detail: str = ""
    enabled: bool = True


def ranked(query: str, offers: Sequence[Offer], recent: Sequence[str] = ()) -> list[Offer]:
    """What answers `query`, best first.

    Whole name, then beginning, beginnings of words, within, further words, scattered letters;
    among equals what is possible before what is not, what was used lately first, and what is
    wanted so often that it has a key. Without a query: what was used lately, then all commands
    and settings that are possible.
    """
    place = {name: at for at, name in enumerate(recent)}
    wanted = query.casefold().split()
    if not wanted:
        return _beginning(offers, place)
    found = []
    for order, offer in enumerate(offers):
        tier, length = _match(wanted, offer)
        if tier != _NOT:
            tier = max(tier, _BEST.get(offer.kind, tier))
            lately = place.get(offer.id, len(place))
            kind = KINDS.index(offer.kind)
            rank = (tier, not offer.enabled, lately, kind, not offer.keys, length, order)
            found.append(rank)
    return [offers[key[-1]] for key in sorted(found)]


def _beginning(offers: Sequence[Offer], place: dict[str, int]) -> list[Offer]:
    possible = [offer for offer in offers if offer.enabled]
    used = sorted((o for o in possible if o.id in place), key=lambda o: place[o.id])
    rest = [o for o in possible if o.id not in place and o.kind in BEGINNING]
    return used + rest


def _match(wanted: list[str], offer: Offer) -> tuple[int, int]:
    """How well an offer answers, and how long what matched is: less of both is better."""
    found = [_match_text(wanted, text) for text in {offer.text, offer.english} if text]
    others = [(_match_text(wanted, text)[0], len(text)) for text in offer.also]
    found += [(_ALSO, length) for tier, length in others if tier < _SCATTERED]
    return min(found)


@lru_cache(maxsize=8192)  # a thousand classes are read once, not with every letter typed
def _read(text: str) -> tuple[str, tuple[int, ...], frozenset[str]]:
    """The text to compare with, where its words begin, and its letters."""
    lower = text.casefold()
    starts = tuple(found.start() for found in _STARTS.finditer(lower))
    return lower, starts, frozenset(lower)


def _match_text(wanted: list[str], text: str) -> tuple[int, int]:
    lower, starts, letters_there = _read(text)
    typed = " ".join(wanted)
    letters = typed.replace(" ", "")
    if not letters_there.issuperset(letters):
        return _NOT, 0
    plain = lower.rstrip("…")
    if plain == typed:
        return _WHOLE, 0
    if lower.startswith(typed):
        return _PREFIX, len(lower)
    if _begins_words(wanted, lower, starts):
        return _WORDS, len(lower)
    if all(word in lower for word in wanted):
        return _WITHIN, len(lower)
    span = min(_spans(letters, lower, starts), default=0)
    return (_SCATTERED, span) if span else (_NOT, 0)


def _begins_words(wanted: list[str], text: str, starts: Sequence[int]) -> bool:
    """Whether each typed word begins a word, in order; or their letters are the initials."""
    left = list(starts)
    for word in wanted:
        at = next((n for n, start in enumerate(left) if text.startswith(word, start)), None)
        if at is None:
            break
        del left[: at + 1]
    else:
        return True
    initials = "".join(text[start] for start in starts)
    return len(wanted) == 1 and len(wanted[0]) > 1 and initials.startswith(wanted[0])


def _spans(letters: str, text: str, starts: Sequence[int]) -> Iterator[int]:
    """Lengths of the places where the letters stand in order, beginning with a word's first."""
    if len(letters) < 2:
        return
    for start in (start for start in starts if text[start] == letters[0]):
        end = start
        for letter in letters[1:]:
            end = text.find(letter, end + 1)
            if end < 0:
                return
        if end - start < _SPREAD * len(letters):
            yield end - start + 1
