"""The house: what may stand where, what may import what, and what ships."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "errors": 0,
    "ontology": 1,
    "queries": 1,
    "graph": 2,
    "mappings": 2,
    "shapes": 3,
    "build": 4,
    "server": 5,
    "cli": 6,
}
ROOT_MODULES = {"__init__.py", "build.py", "cli.py", "errors.py"}
ROOT_TEXTS = {"Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
ROOT_FILES = {*ROOT_MODULES, *ROOT_TEXTS, "py.typed", "pyproject.toml"}
LEFT_UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ASSETS_IN_CODE = re.compile(r"@prefix |\bSELECT \?|\bCONSTRUCT \{|<html|<div|</\w+>")
SOMEONES_FOLDER = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")


@cache
def settings() -> dict[str, Any]:
    tools: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return tools


def rooms() -> list[str]:
    """The folders with code; ``build/``, where wheels are made, is none."""
    return [name for name in FLOORS if f"{name}.py" not in ROOT_MODULES]


def modules() -> list[Path]:
    """Every module that ships, by its path below the root."""
    found = [path for room in rooms() for path in (ROOT / room).rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in [*found, *(ROOT / name for name in ROOT_MODULES)])


def tree(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def room_of(name: str) -> str:
    """The room or root module that a dotted name below the package lies in."""
    return name.split(".")[0]


def imported(module: Path) -> Iterator[str]:
    """The rooms that a module imports, wherever in it the import stands."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = module.parts[: len(module.parts) - node.level]
            full = [*above, *(node.module or "").split(".")] if node.module else [*above]
            names = [full[0]] if full else [alias.name for alias in node.names]
            yield from (name for name in names if name)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("equigraph."):
            yield room_of((node.module or "").removeprefix("equigraph."))
        elif isinstance(node, ast.Import):
            yield from (room_of(a.name[10:]) for a in node.names if a.name.startswith("equigraph."))


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_room_imports_only_from_floors_below(module: Path) -> None:
    own = module.parts[0].removesuffix(".py")
    if own == "__init__":
        assert not list(imported(module))
        return
    above = {name for name in imported(module) if name != own and FLOORS[name] >= FLOORS[own]}
    assert above == set()


def test_nobody_imports_the_command_line() -> None:
    assert not [module for module in modules() if "cli" in set(imported(module))]


def test_the_reader_of_imports_sees_them() -> None:
    assert {"graph", "errors", "mappings", "build"} <= set(imported(Path("cli.py")))
    assert {"ontology", "errors", "mappings"} <= set(imported(Path("mappings/readers/plain.py"))) | set(
        imported(Path("mappings/pipeline.py"))
    )


def test_only_known_files_stand_at_the_root() -> None:
    there = {path.name for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")}
    assert there - ROOT_FILES == set()
    assert {name for name in there if name.endswith(".py")} == ROOT_MODULES


def test_every_folder_with_code_is_a_package_that_ships() -> None:
    folders = {module.parent for module in modules()}
    names = {".".join(("equigraph", *folder.parts)) for folder in folders}
    assert set(settings()["setuptools"]["packages"]) == names
    assert [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").is_file()] == []


def test_the_type_checkers_see_every_room_and_module() -> None:
    there = (ROOT / ".typing/equigraph").iterdir()
    links = {path.name: path for path in there if path.name != "__pycache__"}
    assert set(links) == {*rooms(), *ROOT_MODULES, "py.typed"}
    assert all(str(path.readlink()) == f"../../{name}" for name, path in links.items())


def shipped() -> dict[tuple[str, str], set[Path]]:
    """Each pattern of package data and the files it matches."""
    data = settings()["setuptools"]["package-data"]
    folders = {package: ROOT.joinpath(*package.split(".")[1:]) for package in data}
    return {
        (package, pattern): {path for path in folders[package].glob(pattern) if path.is_file()}
        for package, patterns in data.items()
        for pattern in patterns
    }


def test_every_pattern_of_package_data_matches() -> None:
    assert [key for key, files in shipped().items() if not files] == []


def test_every_asset_ships() -> None:
    there = {path for room in rooms() for path in (ROOT / room).rglob("*") if path.is_file()}
    assets = {path for path in there if path.suffix not in (".py", ".pyc")}
    missing = assets - set().union(*shipped().values())
    assert sorted(str(path.relative_to(ROOT)) for path in missing) == []


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_is_short_and_says_what_its_functions_give(module: Path) -> None:
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) < 300
    assert [node.name for node in functions(module) if node.returns is None and node.name != "__init__"] == []


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_functions_are_of_a_few_lines() -> None:
    sizes = [length(node) for module in modules() for node in functions(module)]
    assert median(sizes) <= 6
    assert sum(size > 25 for size in sizes) < len(sizes) / 50


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, the docstring aside."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", modules(), ids=str)
def test_no_module_holds_an_asset_or_leaves_things_undone(module: Path) -> None:
    text = (ROOT / module).read_text(encoding="utf-8")
    assert not LEFT_UNDONE.findall(text)
    assert not ASSETS_IN_CODE.findall(text)


def written() -> list[Path]:
    """Everything a person wrote: code, assets, tests, texts."""
    kinds = {".py", ".md", ".rq", ".ttl", ".yaml", ".toml", ".html", ".css", ".js"}
    folders = [ROOT / name for name in (*rooms(), "tests", "docs")]
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in kinds)
    files = [path for path in found if "node_modules" not in path.parts]
    return sorted([*files, *(ROOT / name for name in ROOT_FILES if (ROOT / name).is_file())])


def test_no_text_speaks_of_one_persons_machine() -> None:
    assert [str(path) for path in written() if SOMEONES_FOLDER.search(path.read_text(encoding="utf-8"))] == []
