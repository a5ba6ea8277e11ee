"""Files that are sent: kept on disk while they are read, and never more than the largest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Keeps the first ``LARGEST_UPLOAD`` bytes of a file, so that nobody fills the disk.

    The rest is read and let go: the view tells that the file is too large, in
    words, where breaking off would show as a lost connection.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write as much as there is room for; ``start`` bytes have come before."""
        room = settings.LARGEST_UPLOAD - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return super().file_complete(min(file_size, settings.LARGEST_UPLOAD))
