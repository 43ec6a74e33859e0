"""What a phone needs to have Kickstand on its home screen: manifest, icons, worker, and the page without signal."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser
from rjsmin import jsmin

from config import phone
from config.bundle import BUNDLES, bundled, lean_css, sources

pytestmark = pytest.mark.django_db


def size_of(url: str) -> tuple[int, int]:
    """Width and height of a PNG, by its header."""
    found = finders.find(url.removeprefix("/static/"))
    assert found
    head = Path(found).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_the_manifest_is_enough_to_install(as_stranger: Browser) -> None:
    answer = as_stranger.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["start_url"], told["scope"], told["display"]) == ("/me/today/", "/", "standalone")
    icons = {(icon["sizes"], icon["purpose"]): icon["src"] for icon in told["icons"]}
    assert set(icons) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for (sizes, _), src in icons.items():
        assert "{}x{}".format(*size_of(src)) == sizes
    assert [each["url"] for each in told["shortcuts"]] == ["/me/today/", "/me/history/"]


def test_a_clients_pages_and_the_sign_in_page_name_it(as_client: Browser, as_stranger: Browser, client_row) -> None:
    for browser, path in ((as_client, "/me/today/"), (as_stranger, "/accounts/login/")):
        text = browser.get(path).content.decode()
        assert '<link rel="manifest" href="/manifest.webmanifest">' in text
        touch = re.search(r'rel="apple-touch-icon" href="([^"]+)"', text)
        assert touch
        assert size_of(touch[1]) == (180, 180)


def test_the_coachs_desk_does_without(as_coach: Browser, client_row) -> None:
    answer = as_coach.get("/coach/clients/")
    assert "manifest" not in answer.content.decode()
    assert "phone.js" not in answer.content.decode()
    assert "X-Offline" not in as_coach.get("/library/")


def test_the_worker_is_asked_for_anew_each_time_and_may_have_the_whole_site(as_stranger: Browser) -> None:
    answer = as_stranger.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache", "/")
    text = answer.content.decode()
    assert phone.version() in text
    for name in re.findall(r'"/static/([^"]+\.js)"', text):
        assert finders.find(name), name


def test_the_version_changes_with_a_file_and_only_then(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = phone._version_now()
    assert phone._version_now() == before
    real = finders.find
    other = tmp_path / "session.js"
    other.write_text("// changed")
    monkeypatch.setattr(phone.finders, "find", lambda name: str(other) if name == "js/session.js" else real(name))
    assert phone._version_now() != before


def test_the_version_is_of_all_that_a_phones_pages_name() -> None:
    names = phone.named_files()
    assert {
        "css/phone.css",
        "js/session.js",
        "js/page.js",
        "js/session-later.js",
        "js/outbox.js",
        "js/worker.js",
        "sprite.svg",
        "js/words.de.js",
    } < set(names)
    assert not {"js/builder.js", "js/review.js"} & set(names)


@pytest.mark.parametrize("name", BUNDLES)
def test_small_files_are_in_one_in_their_order(as_stranger: Browser, name: str) -> None:
    text = bundled(name)
    lean = lean_css if name.endswith(".css") else jsmin
    places = [text.index(lean(path.read_text())) for path in sources(name)]
    assert places == sorted(places)
    assert as_stranger.get(f"/static/{name}").getvalue().decode() == text


def test_a_lean_stylesheet_means_what_it_meant() -> None:
    sheet = """
    /* Bob's card */ @layer components {
      .card > .a:hover, .b :is(h2)  { content: "/* a ; { b */"; margin: calc(1px  +  2px) 0 ; }
      [dir="rtl"] ::placeholder { color: red }
    }
    """
    assert lean_css(sheet) == (
        '@layer components{.card > .a:hover,.b :is(h2){content: "/* a ; { b */";margin: calc(1px + 2px) 0;}'
        '[dir="rtl"] ::placeholder{color: red}}'
    )


def test_the_first_picture_is_of_the_whole_page(as_client: Browser) -> None:
    """Shown half, a page of today moved: a set that is done, further down, makes its head small."""
    text = as_client.get("/me/today/").content.decode()
    assert '<link rel="expect" href="#end" blocking="render">' in text
    assert text.index('class="tabbar"') < text.index('id="end"')


def test_the_page_without_signal_is_of_nobody(as_client: Browser, client_row) -> None:
    text = as_client.get("/offline/").content.decode()
    assert "Nothing is kept on this phone yet." in text
    assert client_row.first_name not in text
