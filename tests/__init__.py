"""Tests; the folders mirror the packages. `conftest.py` isolates, `leaks.py` finds what is left."""
