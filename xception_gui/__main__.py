"""``python -m xception_gui``: the same as the command ``xception-gui``."""

import sys

from xception_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
