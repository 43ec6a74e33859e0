"""`KICKSTAND_URL=… KICKSTAND_TOKEN=… python -m mcp_server`: speaks MCP on standard input and output."""

import os
import sys

from mcp_server.api import Api
from mcp_server.server import make_server


def main() -> int:
    token = os.environ.get("KICKSTAND_TOKEN", "").strip()
    if not token:
        print("KICKSTAND_TOKEN is not set. Make a token in Kickstand's settings.", file=sys.stderr)
        return 2
    make_server(Api(os.environ.get("KICKSTAND_URL", "http://127.0.0.1:8000"), token)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
