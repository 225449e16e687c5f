"""One script per figure that the README or an issue claims; `make bench` runs them all.

Each prints its figure, the way it was measured and the machine; no test depends on one. A module
whose name begins with an underscore is a helper of the scripts.
"""
