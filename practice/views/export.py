"""Everything I recorded, as one JSON file or as a table."""

from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.identity import HttpRequest
from practice.transfer.export import csv_lines, headings, json_pieces


@never_cache
@require_safe
def export_json(request: HttpRequest) -> HttpResponseBase:
    """Stream the whole record (docs/export.md); without a record, an empty one."""
    return StreamingHttpResponse(
        json_pieces(request.identity.person),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kidneycare.json"'},
    )


@never_cache
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream a table with one row a tick, for a spreadsheet."""
    # The language of the headings is settled now: the rows are written after the view is done.
    return StreamingHttpResponse(
        csv_lines(request.identity.person, headings()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kidneycare.csv"'},
    )
