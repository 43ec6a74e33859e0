"""Where clips and photos are kept: a folder, or a bucket at any store that speaks S3. Imports no app."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LINK_SECONDS = 300  # how long a signed link opens a clip


def clip_store(environ: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Django's storage by the environment, and the origin that browsers fetch from ("" for our own).

    Raises ImproperlyConfigured for a bucket without a store.
    """
    bucket = environ.get("CLIPS_S3_BUCKET", "").strip()
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}, ""
    endpoint = environ.get("CLIPS_S3_ENDPOINT", "").strip().rstrip("/")
    address = urlsplit(endpoint)
    if address.scheme not in ("http", "https") or not address.netloc:
        raise ImproperlyConfigured(
            "CLIPS_S3_BUCKET needs CLIPS_S3_ENDPOINT, such as https://s3.eu-central-1.amazonaws.com"
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": environ.get("CLIPS_S3_REGION") or "us-east-1",
            "access_key": environ.get("CLIPS_S3_KEY") or None,
            "secret_key": environ.get("CLIPS_S3_SECRET") or None,
            "client_config": _client_config(),
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": LINK_SECONDS,
            "file_overwrite": False,
        },
    }, f"{address.scheme}://{address.netloc}"


def _client_config() -> Any:
    """Links at the endpoint's own origin, which the content policy names; no checksums that only Amazon knows."""
    from botocore.config import Config

    return Config(
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
