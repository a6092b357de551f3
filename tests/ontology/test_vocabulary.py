from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store

from equigraph.errors import AssetError
from equigraph.ontology.vocabulary import Concept, Vocabulary, concepts, organisations, vocabulary

ACT = "http://www.legislation.gov.uk/id/ukpga/2010/15/section/"
SECTIONS = {
    "age": 5,
    "disability": 6,
    "gender-reassignment": 7,
    "marriage-and-civil-partnership": 8,
    "pregnancy-and-maternity": 4,
    "race": 9,
    "religion-or-belief": 10,
    "sex": 11,
    "sexual-orientation": 12,
}
FOLDER = Path(__file__).parents[2] / "ontology" / "vocabularies"
CURATED = ("characteristics.ttl", "groups.ttl", "organisations.ttl")
GOOD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://x.example/s/a> skos:inScheme <http://x.example/s> ; skos:notation "a" ; skos:prefLabel "A thing"@en ;
  skos:altLabel "a thing also"@en ; skos:hiddenLabel "thingy"@en ; skos:broader <http://x.example/s/b> .
"""


def of(scheme: str) -> dict[str, Concept]:
    return {each.code: each for each in concepts(scheme)}


def written(tmp_path: Path, turtle: str) -> Path:
    file = tmp_path / "case.ttl"
    file.write_text(turtle, encoding="utf-8")
    return file


def test_the_nine_characteristics_have_no_broader_one() -> None:
    assert {code for code, each in of("characteristic").items() if not each.broader} == set(SECTIONS)


@pytest.mark.parametrize(("code", "section"), SECTIONS.items())
def test_each_of_the_nine_cites_its_section_of_the_act(code: str, section: int) -> None:
    store = Store()
    store.load(path=FOLDER / "characteristics.ttl")
    found = store.quads_for_pattern(
        NamedNode(of("characteristic")[code].iri), NamedNode("http://purl.org/dc/terms/source"), None
    )
    assert [str(quad.object) for quad in found] == [f"<{ACT}{section}>"]


@pytest.mark.parametrize("file", CURATED)
def test_every_term_in_a_scheme_is_labelled_defined_and_named_by_its_code(file: str) -> None:
    store = Store()
    store.load(path=FOLDER / file)
    rows = store.query((Path(__file__).parent / "unlabelled.rq").read_text(encoding="utf-8"))
    assert isinstance(rows, QuerySolutions)
    assert [row["term"] for row in rows] == []


def test_the_duty_counts_all_but_marriage() -> None:
    store = Store()
    store.load(path=FOLDER / "characteristics.ttl")
    members = store.quads_for_pattern(None, NamedNode("http://www.w3.org/2004/02/skos/core#member"), None)
    codes = {str(quad.object).strip("<>").rsplit("/", 1)[-1] for quad in members}
    assert codes == set(SECTIONS) - {"marriage-and-civil-partnership"}


def test_broader_concepts_stand_in_the_same_scheme() -> None:
    for scheme in ("characteristic", "group"):
        known = {each.iri for each in concepts(scheme)}
        assert all(set(each.broader) <= known for each in concepts(scheme))


@pytest.mark.parametrize("label", ["LGBT", "LGBTQ+"])
def test_lgbt_stands_on_two_concepts_under_two_characteristics(label: str) -> None:
    found = [each for each in concepts("characteristic") if label in each.alternatives]
    broader = {iri.rsplit("/", 1)[-1] for each in found for iri in each.broader}
    assert broader == {"sexual-orientation", "gender-reassignment"}


def test_councils_have_an_area_and_partners_none() -> None:
    areas = {each.code: each.area for each in organisations() if each.area}
    assert areas == {"camden": "E09000007", "islington": "E09000019", "tower-hamlets": "E09000030"}
    assert set(vocabulary().councils()) == set(areas)


def test_organisations_have_a_class_of_the_organization_ontology() -> None:
    kinds = {each.kind for each in organisations()}
    assert kinds == {"FormalOrganization", "OrganizationalCollaboration", "Organization"}


def test_a_file_is_read_with_all_its_labels(tmp_path: Path) -> None:
    (concept,) = Vocabulary.read([written(tmp_path, GOOD)]).concepts
    assert concept.labels == ("A thing", "a thing also", "thingy")
    assert (concept.code, concept.scheme, concept.broader) == ("a", "s", ("http://x.example/s/b",))


@pytest.mark.parametrize(
    ("turtle", "place"),
    [
        (GOOD.replace("skos:prefLabel", "skos:note"), "http://x.example/s/a"),
        (GOOD.replace(' "a" ;', ' "a", "b" ;'), "http://x.example/s/a"),
        (GOOD.replace("skos:notation", "skos notation"), "line 2"),
    ],
    ids=["no-label", "two-codes", "broken-turtle"],
)
def test_a_bad_file_is_named_with_the_place(tmp_path: Path, turtle: str, place: str) -> None:
    with pytest.raises(AssetError) as caught:
        Vocabulary.read([written(tmp_path, turtle)])
    assert (caught.value.file, caught.value.place) == ("case.ttl", place)


def test_an_unknown_scheme_names_the_known_ones() -> None:
    with pytest.raises(AssetError, match="characteristic"):
        concepts("colour")
