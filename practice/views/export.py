"""Everything I recorded, as one JSON file or as a table."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from django.http import FileResponse

from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.transfer.export import csv_lines, headings, json_pieces

IN_MEMORY = 1024 * 1024
"""Bytes; a longer file is held on disk until it is sent."""


@private_page
def export_json(request: HttpRequest) -> FileResponse:
    """The whole record (docs/export.md); without a record, an empty one."""
    pieces = json_pieces(request.identity.person)
    return _whole(pieces, "kidneycare.json", "application/json; charset=utf-8")


@private_page
def export_csv(request: HttpRequest) -> FileResponse:
    """The ticks as a table; ``?form=spreadsheet`` with semicolons and decimal commas."""
    person, is_second = request.identity.person, request.GET.get("form") == "spreadsheet"
    lines = csv_lines(person, headings(), with_semicolons=is_second)
    name = "kidneycare-spreadsheet.csv" if is_second else "kidneycare.csv"
    return _whole(map(str.encode, lines), name, "text/csv; charset=utf-8")


def _whole(pieces: Iterable[bytes], name: str, content_type: str) -> FileResponse:
    """A file that is there before its first byte is sent: where one breaks off, none is."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    for piece in pieces:
        file.write(piece)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
