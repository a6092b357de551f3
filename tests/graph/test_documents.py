"""The text of a plan's document stays with the version, character for character."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import GraphError
from equigraph.graph.folder import GraphFolder
from equigraph.graph.manifest import Manifest
from equigraph.graph.store import Store
from equigraph.graph.writer import writing

BASE = "https://example.org/id/"
LINE = f'<a:s> <a:p> "x" <{BASE}graph/plan/a> .'


def build(folder: Path, text: str | None) -> Manifest:
    with writing(GraphFolder(folder), BASE) as version:
        version.add_part("a", [LINE])
        if text is not None:
            version.add_document("a", text)
        return version.finish({})


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_each_character_is_kept(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("graph")
    build(folder, text)
    assert Store.open(folder).document("a") == text


def test_the_text_is_part_of_what_names_the_version(tmp_path: Path) -> None:
    made = [build(tmp_path, text) for text in ("one", "two", None, "one")]
    assert len({each.version for each in made}) == 3
    assert made[0] == made[3]
    assert all(each.digest.startswith(each.version) for each in made)


def test_a_version_without_it_says_so(tmp_path: Path) -> None:
    build(tmp_path, None)
    assert Store.open(tmp_path).document("a") is None


@pytest.mark.parametrize("damage", ["other", None])
def test_a_damaged_document_is_named(tmp_path: Path, damage: str | None) -> None:
    build(tmp_path, "words")
    store = Store.open(tmp_path)
    file = store.path / "documents/a.txt"
    file.unlink() if damage is None else file.write_text(damage)
    with pytest.raises(GraphError, match=r"a\.txt: the file is (missing|not what was built)"):
        store.document("a")
    with pytest.raises(GraphError, match=r"a\.txt"):
        store.parts()


def test_a_build_keeps_what_the_reader_read(real_store: Store) -> None:
    plans = Path(__file__).parents[2] / "mappings/plans"
    read = {path.parent.name: path.read_bytes().decode() for path in plans.glob("*/*.txt")}
    assert {slug: real_store.document(slug) for slug in real_store.manifest.plans} == read
