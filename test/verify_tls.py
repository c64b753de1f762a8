"""Says whether Python's OpenSSL, at its strictest, accepts who answers: HOST PORT CAFILE."""

import socket
import ssl
import sys

host, port, bundle = sys.argv[1:]
context = ssl.create_default_context(cafile=bundle)
context.verify_flags |= ssl.VERIFY_X509_STRICT
try:
    with socket.create_connection(("127.0.0.1", int(port))) as plain, context.wrap_socket(plain, server_hostname=host):
        print("accepted")
except ssl.SSLCertVerificationError as error:
    print(error.verify_message)
