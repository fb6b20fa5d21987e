"""Runs the sandbox: ``python -m devtools.stripe --port 12111 --webhook URL …``."""

import argparse
import signal
import sys
import threading
from types import FrameType

from devtools.stripe.server import HOST, make


def main() -> int:
    """Serve until SIGINT or SIGTERM."""
    options = _options()
    try:
        server = make(
            port=options.port,
            webhook=options.webhook,
            secret=options.secret,
            state=options.state,
            host=options.host,
            base_url=options.public_url,
        )
    except OSError as problem:
        print(f"The Stripe sandbox cannot use port {options.port}: {problem.strerror}.")
        return 1
    over = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.postman.start()
    print(f"Stripe sandbox on {server.sandbox.base_url}", flush=True)
    over.wait()
    server.close()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m devtools.stripe")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--webhook", default="", help="where webhooks are sent")
    parser.add_argument("--secret", default="", help="signs the webhooks: whsec_…")
    parser.add_argument("--state", default=None, help="file that survives a restart")
    parser.add_argument("--host", default=HOST)
    parser.add_argument(
        "--public-url", default="", help="address of the pay pages, if not the port's"
    )
    return parser.parse_args()


sys.exit(main())
