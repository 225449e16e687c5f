"""``xception-gui top FOLDER``: which pictures excite a channel most."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from xception_gui.base.numbers import real
from xception_gui.base.top_images import TopImages, TopProgress
from xception_gui.cli.output import open_engine, put_json, say, write_csv


def run(options: argparse.Namespace) -> int:
    """Print the strongest pictures of the channel; 1 if some could not be read."""
    from xception_gui.inference.top_images import top_images

    engine = open_engine(options.weights, options.device, "float32")
    found: TopImages | None = None
    for item in top_images(engine, options.folder, options.layer):
        if isinstance(item, TopImages):
            found = item
        elif sys.stderr.isatty():
            _count(item)
    assert found is not None  # the last item always is
    for name in found.failed:
        say(f"{name} cannot be read")
    rows = found.of(options.channel)
    write_csv(options.csv, [asdict(row) for row in rows])
    if options.json:
        trained = engine.weights.trained
        unit = {"path": found.path, "channel": options.channel, "trained": trained}
        put_json({**unit, "pictures": len(found.pictures), "top": [asdict(row) for row in rows]})
    else:
        for row in rows:
            print(f"{real(row.value):>10}  {row.picture}, row {row.row}, column {row.column}")
    return 1 if found.failed else 0


def _count(item: TopProgress) -> None:
    end = "\n" if item.done == item.total else "\r"
    print(f"{item.done:,} of {item.total:,} pictures", end=end, file=sys.stderr, flush=True)
