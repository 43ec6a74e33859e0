"""Bytes over the wire, layout shift and seconds of a client's page of today: the first visit, and the next one.

    python -m tests.bench.phone http://localhost:8000 cookie.txt

Wants a server with the demo practice. Leaves the cookie of the client's session in the file. `make budget` runs it.
"""

import json
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, sync_playwright

os.environ.setdefault("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
CHROMIUM = os.environ.get("KICKSTAND_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 390, "height": 844}
TODAY = "/me/today/"
FIRST, NEXT, KB = 100, 20, 1000
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOW_PHONE = 4  # times slower than this machine; this and the line are those of Lighthouse's mobile test
STARTS = 5
READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"  # a set can be logged
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""
KEPT = """async () => {
  for (let tries = 0; tries < 600; tries += 1) {
    for (const name of await caches.keys()) {
      const record = name.startsWith("pages-") && await (await caches.open(name)).match("/kept.json");
      if (record && (await record.json()).asked) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the worker has kept nothing");
}"""


class Wire:
    """What came over the wire for a page, headers too, by the browser's own count."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._named)
        session.on("Network.loadingFinished", self._ended)

    def _named(self, event: Any) -> None:
        self._urls[event["requestId"]] = event["response"]["url"]

    def _ended(self, event: Any) -> None:
        url = self._urls.get(event["requestId"], "?")
        self.bytes[url] = self.bytes.get(url, 0) + int(event["encodedDataLength"])

    @property
    def sum(self) -> int:
        return sum(self.bytes.values())


def sign_in(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("maya@kickstand.test")
    page.get_by_label("Password", exact=True).fill("kickstand-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{TODAY}")


def visit(page: Page) -> tuple[Wire, float]:
    wire = Wire(page)
    page.goto(TODAY, wait_until="networkidle")
    return wire, page.evaluate(SHIFT)


def tell(words: str, value: float, bound: float, unit: str = "") -> bool:
    print(f"{words}: {value:g}{unit} (at most {bound:g}{unit})", flush=True)
    return value <= bound


def measure(address: str, cookie: Path) -> bool:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        options: dict[str, Any] = {"base_url": address, "viewport": PHONE, "locale": "en-GB"}
        first = browser.new_context(**options, service_workers="block")
        sign_in(first)
        state: Any = first.storage_state()
        cookie.write_text("; ".join(f"{each['name']}={each['value']}" for each in state["cookies"]))
        fresh = browser.new_context(**options, storage_state=state, service_workers="block")
        good = []
        for which, bound in (("First", FIRST), ("Next", NEXT)):
            page = fresh.new_page()
            wire, shift = visit(page)
            for url, size in sorted(wire.bytes.items(), key=lambda each: -each[1]):
                if size:
                    print(f"  {size / KB:6.1f} KB {url.removeprefix(address)}")
            good.append(tell(f"{which} visit of today", round(wire.sum / KB, 1), bound, " KB"))
            good.append(tell("  its layout shift", shift, 0))
            page.close()
        kept = browser.new_context(**options, storage_state=state)
        _keep(kept)
        _start("First visit", lambda: browser.new_context(**options, storage_state=state, service_workers="block"))
        _start("Next start, from the phone", lambda: kept)
        _start("The same without signal", lambda: kept, offline=True)
        browser.close()
    return all(good)


def _keep(context: BrowserContext) -> None:
    """What the worker fetches afterwards, one page after another, at low priority."""
    asked: list[Request] = []
    context.on("requestfinished", lambda request: asked.append(request) if request.service_worker else None)
    page = context.new_page()
    page.goto(TODAY)
    page.evaluate(KEPT)
    page.wait_for_timeout(500)
    sizes = [request.sizes() for request in list(asked) if request.response()]
    count = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    print(f"Kept quietly afterwards, for where there is no signal: {count / KB:.1f} KB in {len(sizes)} answers")


def _slow_worker(page: Page, line: dict[str, Any]) -> None:
    """The worker asks the server by itself: its line is as slow as the page's."""
    assert page.context.browser
    browser = page.context.browser.new_browser_cdp_session()
    commands = [("Network.enable", {}), ("Network.emulateNetworkConditions", line)]
    for target in browser.send("Target.getTargets")["targetInfos"]:
        if target["type"] != "service_worker":
            continue
        session = browser.send("Target.attachToTarget", {"targetId": target["targetId"], "flatten": False})["sessionId"]
        for number, (method, params) in enumerate(commands):
            message = json.dumps({"id": number, "method": method, "params": params})
            browser.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})


def _start(words: str, context: Callable[[], BrowserContext], *, offline: bool = False) -> None:
    """How long a slow phone takes until a set can be logged: the median of some starts."""
    taken = []
    for _ in range(STARTS):
        page = context().new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_LINE | {"offline": offline})
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PHONE})
        _slow_worker(page, SLOW_LINE | {"offline": offline})
        page.goto(TODAY)
        page.get_by_role("button", name="Log ").first.wait_for()
        taken.append(page.evaluate(READY) / 1000)
        page.close()
    print(f"{words}, slow line and slow phone: a set can be logged after {statistics.median(taken):.2f} s", flush=True)


if __name__ == "__main__":
    sys.exit(0 if measure(sys.argv[1], Path(sys.argv[2])) else 1)
