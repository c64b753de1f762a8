"""Runs moto, and leaves when standard input closes: with whoever started it, however that ends."""

import os
import sys
import threading

from moto.server import main


def leave_with_parent():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=leave_with_parent, daemon=True).start()
main(sys.argv[1:])
