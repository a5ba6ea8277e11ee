"""Static files under names that change with their content."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also what one of our modules imports of another gets its fingerprinted name.

    Without it a browser would mix modules of two releases: the first one fresh,
    what it imports still from its cache. Other people's scripts are left as they
    are: some speak in comments of files that they come without.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001
    )
