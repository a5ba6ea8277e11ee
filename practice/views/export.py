"""Everything I recorded, as one JSON file or as a table."""

from django.http import HttpResponseBase, StreamingHttpResponse

from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.transfer.export import csv_lines, headings, json_pieces


@private_page
def export_json(request: HttpRequest) -> HttpResponseBase:
    """Stream the whole record (docs/export.md); without a record, an empty one."""
    return StreamingHttpResponse(
        json_pieces(request.identity.person),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kidneycare.json"'},
    )


@private_page
def export_csv(request: HttpRequest) -> HttpResponseBase:
    # The language of the headings is settled now: the rows are written after the view is done.
    return StreamingHttpResponse(
        csv_lines(request.identity.person, headings()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kidneycare.csv"'},
    )
