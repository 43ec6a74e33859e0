"""`python3 -m launcher.icons` draws the icons of the installed app, static/icons/*.png, from static/logo.svg.

They are committed; run it again when the logo changes. It takes the Chromium of the tests.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from launcher.browser import ensure_browser
from launcher.console import ROOT

ICONS = ROOT / "static" / "icons"
CORNER = ' rx="9"'

# Name, size, how much of it the mark's own square takes, and whether its ground fills the corners. A maskable icon is
# cut to any shape: only the inner four fifths are sure to be seen. iOS rounds the corners itself.
DRAWN = [
    ("icon-192", 192, 1.0, False),
    ("icon-512", 512, 1.0, False),
    ("maskable-512", 512, 0.8, True),
    ("apple-touch-icon", 180, 0.92, True),
]


def draw() -> None:
    logo = (ROOT / "static" / "logo.svg").read_text()
    logo = re.sub(r"@media\(prefers-color-scheme:dark\)\{.*?\}\}", "", logo)  # an icon has one look
    ground = re.findall(r"\.bg\{fill:(.*?)\}", logo)[0]
    for name, size, share, fills in DRAWN:
        _shoot(ICONS / f"{name}.png", size, _page(logo, size, share, ground if fills else "transparent"))


def _page(logo: str, size: int, share: float, ground: str) -> str:
    inner = round(size * share)
    mark = logo if ground == "transparent" else logo.replace(CORNER, "")
    return (
        f"<!doctype html><style>html,body{{margin:0;background:{ground}}}"
        f"body{{display:grid;place-items:center;block-size:{size}px}}svg{{inline-size:{inner}px}}</style>{mark}"
    )


def _shoot(path: Path, size: int, page: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "icon.html").write_text(page)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]
        command = [
            *(str(ensure_browser()), *flags, f"--window-size={size},{size}", "--default-background-color=00000000"),
            *(f"--user-data-dir={folder}/profile", f"--screenshot={path}", f"file://{folder}/icon.html"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    draw()
