"""What the catalogue adds to the graph's own description: files to take home, and the versions that are kept.

DCAT 3, 6.8 and 11. Their IRIs are parts of the catalogue's. None stands in the graph: a graph cannot hold the
checksum of its own dump, nor the time of its build.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.terms import term
from .manifest import FileSummary, Manifest

SPDX = "http://spdx.org/rdf/terms#"
IANA = "https://www.iana.org/assignments/media-types/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
KINDS = {
    "nq": ("N-Quads", "application/n-quads", "RDF_N_QUADS"),
    "trig": ("TriG", "application/trig", "RDF_TRIG"),
    "jsonld": ("JSON-LD", "application/ld+json", "JSON_LD"),
    "csv": ("CSV", "text/csv", "CSV"),
    "parquet": ("Parquet", "application/vnd.apache.parquet", "PARQUET"),
    "json": ("data package", "application/json", "JSON"),
    "zip": ("all tables with the data package, as ZIP", "application/zip", "ZIP"),
}
"""What a file is, by the ending of its name: for people, as a media type, as a file type of the EU."""
PACKED = {"gz": ("gzip", "application/gzip"), "zst": ("Zstandard", "application/zstd")}
"""How it is compressed, by the last ending."""

Facts = Iterator[tuple[str, NamedNode | Literal]]


def files(manifest: Manifest, home: str, pin: str = "") -> Iterator[Triple]:
    """The files of a version as distributions of its datasets, to be had at the site ``home``.

    ``pin`` ends the addresses of files where they shall stay with the version.
    """
    for name, file in manifest.downloads.items():
        dataset = dataset_of(name)
        iri = f"{manifest.base}catalogue#file/{name}"
        yield _says(f"{manifest.base}{dataset}", "dcat:distribution", NamedNode(iri))
        yield from _file(iri, name, file, f"{home}downloads/{name}{pin}", home)
        yield _says(iri, "dcterms:rights", NamedNode(f"{manifest.base}{_rights_of(dataset)}"))


def versions(kept: Sequence[Manifest], home: str) -> Iterator[Triple]:
    """The versions ``kept``, oldest first, as a series; the last is the current one."""
    base, current = kept[-1].base, kept[-1]
    whole, series = f"{base}dataset", f"{base}catalogue#versions"
    yield from _all(series, _series(kept))
    yield from _all(f"{base}catalogue", _dated(kept, series))
    yield _says(whole, "dcat:version", Literal(current.version))
    yield _says(whole, "dcat:hasCurrentVersion", version_iri(current))
    for before, manifest in zip((None, *kept), kept, strict=False):
        yield _says(whole, "dcat:hasVersion", version_iri(manifest))
        yield from _all(version_iri(manifest).value, _version(manifest, before, home))


def dataset_of(name: str) -> str:
    """The dataset that the file ``name`` holds, below the graph's base."""
    if name.startswith("plans/"):
        return f"dataset/{name.removeprefix('plans/').partition('.')[0]}"
    return "tables" if name.startswith("tables") else "dataset"


def kind_of(name: str) -> tuple[str, str, str]:
    """What the file ``name`` is, as ``KINDS`` has it; compressed or not."""
    *_, kind, last = f".{name}".split(".")
    return KINDS[kind if last in PACKED else last]


def packed_as(name: str) -> tuple[str, str] | None:
    """How the file ``name`` is compressed, as ``PACKED`` has it; None where it is not."""
    return PACKED.get(name.rpartition(".")[2])


def version_iri(manifest: Manifest) -> NamedNode:
    """What a version is called in the catalogue."""
    return NamedNode(f"{manifest.base}catalogue#version/{manifest.version}")


def _rights_of(dataset: str) -> str:
    return "dataset/rights" if dataset == "tables" else f"{dataset}/rights"


def _file(iri: str, name: str, file: FileSummary, address: str, home: str) -> Iterator[Triple]:
    yield from _all(iri, _form(name))
    yield from _all(iri, _place(file, address, home))
    sum_ = f"{iri}/checksum"
    yield _says(iri, f"{SPDX}checksum", NamedNode(sum_))
    yield _says(sum_, "rdf:type", NamedNode(f"{SPDX}Checksum"))
    yield _says(sum_, f"{SPDX}algorithm", NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
    yield _says(sum_, f"{SPDX}checksumValue", Literal(file.sha256, datatype=term("xsd:hexBinary")))


def _form(name: str) -> Facts:
    words, media_type, file_type = kind_of(name)
    packed = packed_as(name)
    stem = name.rpartition("/")[2].partition(".")[0]
    yield "rdf:type", term("dcat:Distribution")
    yield "dcterms:title", Literal(f"{stem}: {words}{f', {packed[0]}' if packed else ''}", language="en")
    yield "dcterms:description", Literal(f"The file {name}.", language="en")
    yield "dcterms:format", NamedNode(f"{AUTHORITY}file-type/{file_type}")
    if packed:
        yield "dcat:compressFormat", NamedNode(IANA + packed[1])
    yield ("dcat:packageFormat" if name.endswith(".zip") else "dcat:mediaType"), NamedNode(IANA + media_type)


def _place(file: FileSummary, address: str, home: str) -> Facts:
    yield "dcat:accessURL", NamedNode(f"{home}catalogue")
    yield "dcat:downloadURL", NamedNode(address)
    yield "dcat:byteSize", Literal(str(file.bytes), datatype=term("xsd:nonNegativeInteger"))


def _series(kept: Sequence[Manifest]) -> Facts:
    yield "rdf:type", term("dcat:DatasetSeries")
    yield "dcterms:title", Literal("Versions of the graph", language="en")
    yield "dcterms:description", Literal("Each build is a version that never changes.", language="en")
    yield "dcterms:publisher", NamedNode(f"{kept[-1].base}catalogue#publisher")
    yield "dcterms:accrualPeriodicity", NamedNode(f"{AUTHORITY}frequency/IRREG")
    yield "dcterms:issued", _time(kept[0])
    yield "dcterms:modified", _time(kept[-1])
    yield "dcat:first", version_iri(kept[0])
    yield "dcat:last", version_iri(kept[-1])


def _dated(kept: Sequence[Manifest], series: str) -> Facts:
    yield "dcterms:issued", _time(kept[0])
    yield "dcterms:modified", _time(kept[-1])
    yield "dcat:dataset", NamedNode(series)


def _version(manifest: Manifest, before: Manifest | None, home: str) -> Facts:
    said = f"{len(manifest.plans):,} plans, {manifest.quads:,} statements; SHA-256 {manifest.digest}."
    yield "rdf:type", term("dcat:Dataset")
    yield "dcterms:title", Literal(f"Equality action plans, version {manifest.version}", language="en")
    yield "dcterms:description", Literal(said, language="en")
    yield "dcterms:publisher", NamedNode(f"{manifest.base}catalogue#publisher")
    yield "dcterms:identifier", Literal(manifest.version)
    yield "dcterms:issued", _time(manifest)
    yield "dcat:version", Literal(manifest.version)
    yield "dcat:isVersionOf", NamedNode(f"{manifest.base}dataset")
    yield "dcat:inSeries", NamedNode(f"{manifest.base}catalogue#versions")
    yield "dcat:landingPage", NamedNode(f"{home}catalogue?version={manifest.version}")
    if before:
        yield "dcat:previousVersion", version_iri(before)
        yield "dcat:prev", version_iri(before)


def _time(manifest: Manifest) -> Literal:
    return Literal(manifest.built, datatype=term("xsd:dateTime"))


def _all(subject: str, facts: Facts) -> Iterator[Triple]:
    return (_says(subject, property, value) for property, value in facts)


def _says(subject: str, property: str, value: NamedNode | Literal) -> Triple:
    by = NamedNode(property) if property.startswith("http") else term(property)
    return Triple(NamedNode(subject), by, value)
