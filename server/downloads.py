"""The files of a version to take home: they lie on the disk, and no thread waits for who takes them."""

from base64 import b64encode

from flask import Blueprint, Response, abort, redirect, request, send_file

from ..graph.downloads import FOLDER, checksums
from ..graph.offered import kind_of, packed_as
from .headers import readable_everywhere
from .services import store
from .versions import built

blueprint = Blueprint("downloads", __name__)
blueprint.after_request(readable_everywhere)

SUMS = "SHA256SUMS"
NONE = "This version was built without files to download. A build without --no-downloads makes them."


@blueprint.get("/downloads", strict_slashes=False)
def every() -> Response:
    """The page that lists them."""
    version = request.args.get("version")
    return redirect(f"/catalogue?version={store().version}" if version else "/catalogue", 303)  # type: ignore[return-value]  # werkzeug's response


@blueprint.get(f"/downloads/{SUMS}")
def sums() -> Response:
    """The SHA-256 of each file, as ``sha256sum --check`` reads them; 404 where the version has no files."""
    files = store().manifest.downloads or abort(404, NONE)
    return Response(checksums(files), content_type="text/plain; charset=utf-8")


@blueprint.get("/downloads/<path:name>")
def file(name: str) -> Response:
    """A file, or the part of it that is asked for (RFC 9110, 14); 404 where the version has none such."""
    known = store().manifest.downloads
    if name not in known:
        abort(404, f"No file is called {name[:200]!r} here: /catalogue lists all." if known else NONE)
    packed = packed_as(name)
    response = send_file(
        (store().path / FOLDER / name).absolute(),
        mimetype=packed[1] if packed else kind_of(name)[1],
        as_attachment=True,
        download_name=_saved_as(name),
        etag=known[name].sha256[:32],
        last_modified=built(store().manifest),
    )
    del response.headers["Cache-Control"]  # Flask's; a version's own is finer
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(known[name].sha256)).decode()}:"
    return response


def _saved_as(name: str) -> str:
    """The file's name with the version, so that two of them can lie side by side."""
    stem, _, endings = name.rpartition("/")[2].partition(".")
    return f"{stem}-{store().version}.{endings}"
