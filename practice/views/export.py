"""Everything I recorded, as one JSON file or as a table."""

from django.http import FileResponse

from kidneycare.web.files import whole_file
from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.transfer.export import csv_lines, headings, json_pieces


@private_page
def export_json(request: HttpRequest) -> FileResponse:
    """The whole record (docs/export.md); without a record, an empty one."""
    pieces = json_pieces(request.identity.person)
    return whole_file(pieces, "kidneycare.json", "application/json; charset=utf-8")


@private_page
def export_csv(request: HttpRequest) -> FileResponse:
    """The ticks as a table; ``?form=spreadsheet`` with semicolons and decimal commas."""
    person, is_second = request.identity.person, request.GET.get("form") == "spreadsheet"
    lines = csv_lines(person, headings(), with_semicolons=is_second)
    name = "kidneycare-spreadsheet.csv" if is_second else "kidneycare.csv"
    return whole_file(map(str.encode, lines), name, "text/csv; charset=utf-8")
