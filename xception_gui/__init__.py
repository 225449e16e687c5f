"""Xception (Chollet 2017), opened: every layer, every number, every reason.

The map of the house; each room may import only rooms that stand below it:

``__main__``  → ``cli``  the command line, one command with subcommands
``gui``                  the window (the only room that knows Qt)
``training``             the loop that yields events, checkpoints
``explanation``          heat maps: why the network said so
``inference``            devices, engines, predictions, evaluation
``inspection``           the module tree, costs, captured activations (the only hooks)
``weights``              reading and writing weights, with their record
``images``, ``model``    pictures; the network
``base``                 frozen results and configs, problems; no torch, no Qt

Start reading at ``model/xception.py`` for the network, at ``cli/parser.py`` for what can be done
with it, and at ``gui/app.py`` for the window.
"""

__version__ = "0.1.0"
