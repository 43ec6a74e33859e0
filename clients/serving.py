"""A kept file sent to a browser: whole, by the byte, or as a link to the bucket that holds it."""

import re
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response

PART = 2 * 1024 * 1024  # bytes sent at most for one range: a player asks on, and nobody holds a worker for a whole clip
BLOCK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def send_kept(request: HttpRequest, kept: Any, *, content_type: str, tag: str) -> HttpResponse:
    """The file of a row that has passed its gate. `kept`: a FieldFile whose bytes never change; `tag` names them.

    On the disk it answers ranges, so that a player can jump. A bucket does that itself: it gets a signed link that
    soon runs out. Raises Http404 when the file is gone.
    """
    if settings.CLIPS_ORIGIN:
        shown = {"ResponseContentType": content_type, "ResponseContentDisposition": "inline"}
        link = HttpResponseRedirect(kept.storage.url(kept.name, parameters=shown))
        link["Cache-Control"] = "private, no-store"
        return link
    etag = f'"{tag}"'
    response = get_conditional_response(request, etag=etag) or _bytes(request, kept, content_type, etag)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bytes(request: HttpRequest, kept: Any, content_type: str, etag: str) -> HttpResponse:
    try:
        file, size = kept.storage.open(kept.name), kept.size
    except FileNotFoundError as gone:
        raise Http404 from gone
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    wanted = range_of(asked, size)
    if request.method == "HEAD" or wanted is None:
        return _whole(request, file, size, content_type)
    with file:
        if not wanted:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(wanted.start)
        response = HttpResponse(file.read(len(wanted)), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return response


def _whole(request: HttpRequest, file: Any, size: int, content_type: str) -> HttpResponse:
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=content_type, headers={"Content-Length": str(size)})
    response: Any = FileResponse(content_type=content_type)
    response.block_size = BLOCK
    response.streaming_content = file
    del response["Content-Disposition"]  # what it is called on the disk is nobody's business
    return response


def range_of(header: str, size: int) -> range | None:
    """The bytes that a Range header asks for, PART of them at most.

    None: send it whole (no range, several, or one that cannot be read). Empty: there are no such bytes.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    return range(start, min(stop, start + PART)) if start < stop else range(0)
