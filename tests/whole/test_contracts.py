"""The import contracts: they cover every package, and each is seen to break on what it forbids."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
NOT_UNDER_CONTRACT = {"tests", "benchmarks", "migrations"}

# For each contract a package, and a line in it that the contract forbids.
PLANTED = {
    "downwards": ("models", "import surveys.drafts"),
    "put-together": ("jobs", "import settings"),
    "flask-in-web": ("surveys", "import flask"),
    "no-sql-above": ("web/public", "import sqlalchemy"),
    "nlp-alone": ("nlp", "import redis"),
    "language-libraries": ("insights", "import spacy"),
    "queue-libraries": ("surveys", "import rq"),
    "citizens-apart": ("web/public", "import web.manage.sign_in"),
    "sheets-libraries": ("exports", "import openpyxl"),
    "typesetting": ("charts", "import typst"),
}


class TestContracts:
    def test_they_cover_every_package(self):
        folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_UNDER_CONTRACT

        assert folders == set(CONTRACTS["root_packages"])

    def test_the_layers_name_every_package_but_the_command_line(self):
        (layers,) = (contract["layers"] for contract in CONTRACTS["contracts"] if contract["id"] == "downwards")
        named = {name.strip() for layer in layers for name in layer.split("|")}

        assert named == set(CONTRACTS["root_packages"]) - {"cli"}

    def test_each_has_something_planted_against_it(self):
        assert set(PLANTED) == {contract["id"] for contract in CONTRACTS["contracts"]}

    @pytest.mark.parametrize("contract", PLANTED)
    def test_it_breaks_on_what_it_forbids(self, copy, contract):
        package, line = PLANTED[contract]
        before = lint(copy, contract)
        planted = copy / package / "planted.py"
        planted.write_text(f"{line}\n")
        try:
            after = lint(copy, contract)
        finally:
            planted.unlink()

        assert (before.returncode, after.returncode) == (0, 1), before.stdout + after.stdout
        assert "0 kept, 1 broken" in after.stdout


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--contract", contract]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _all_but_modules(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The packages' modules, without what they carry."""
    folder = tmp_path_factory.mktemp("packages")
    for name in CONTRACTS["root_packages"]:
        shutil.copytree(ROOT / name, folder / name, ignore=_all_but_modules)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder
