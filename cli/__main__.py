"""``python -m cli`` is ``yousaid``."""

from cli import main

main()
