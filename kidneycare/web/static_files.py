"""The headers of static files."""

from wsgiref.headers import Headers


def static_headers(headers: Headers, _path: str, url: str) -> None:
    """Add few headers: those of pages would be most of a small file's bytes."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if url.endswith(".svg"):
        # Opened by itself it is a document, which could run scripts.
        headers["Content-Security-Policy"] = "default-src 'none'"
