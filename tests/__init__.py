"""Tests; the folders mirror the packages. `conftest.py` isolates, `leaks.py` finds what is left.

`offline.py` refuses other machines, and remembers who was asked for.
"""
