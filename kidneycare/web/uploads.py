"""Uploaded files, held on disk up to a limit."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Stores the first ``LARGEST_UPLOAD`` bytes of a file, so that nobody fills the disk.

    The rest is read and discarded, so that the view can say that the file is too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.LARGEST_UPLOAD - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        return super().file_complete(min(file_size, settings.LARGEST_UPLOAD))
