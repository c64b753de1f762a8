"""Runs moto, and leaves when standard input closes: with whoever started it, however that ends."""

import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.server import main


def leave_with_parent():
    sys.stdin.read()
    os._exit(0)


one_call = threading.Lock()
answer = DomainDispatcherApplication.__call__


def answer_alone(self, environ, start_response):
    """moto keeps plain objects: of two calls at once one would see half of the other's transaction, and AWS shows none of it."""
    with one_call:
        return answer(self, environ, start_response)


DomainDispatcherApplication.__call__ = answer_alone
threading.Thread(target=leave_with_parent, daemon=True).start()
main(sys.argv[1:])
