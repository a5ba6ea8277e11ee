"""Files to download."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from django.http import FileResponse

IN_MEMORY = 1024 * 1024
"""Bytes; a longer file is held on disk until it is sent."""


def whole_file(pieces: Iterable[bytes], name: str, content_type: str) -> FileResponse:
    """A file that is there before its first byte is sent: where one breaks off, none is."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    for piece in pieces:
        file.write(piece)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
