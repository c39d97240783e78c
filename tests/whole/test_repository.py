"""The repository: what stands in its files, and what its commands promise."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In two parts, so that this file is none of those that it looks for.
REGISTRIES = [
    first + rest
    for first, rest in (
        ("pypi", ".org"),
        ("pypi", ".python.org"),
        ("python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("registry.yarn", "pkg.com"),
        ("npm", "mirror.com"),
        ("jsdel", "ivr.net"),
        ("un", "pkg.com"),
    )
]
LONGEST_MODULE = 350
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


class TestFiles:
    def test_none_names_a_registry(self, files):
        found = [
            f"{path.relative_to(ROOT)}: {address}"
            for path in files
            for address in REGISTRIES
            if address.encode() in path.read_bytes()
        ]

        assert found == []

    def test_no_module_is_too_long(self, modules):
        product = [path for path in modules if "tests" not in path.parts]
        lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in product}

        assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}

    def test_no_module_has_an_empty_name(self, modules):
        assert [path for path in modules if {path.stem, path.parent.name} & EMPTY_NAMES] == []

    def test_every_module_says_what_it_is(self, modules):
        # Tests say it by their names; an empty __init__ has nothing to say.
        silent = [
            str(path.relative_to(ROOT))
            for path in modules
            if path.stat().st_size and "tests" not in path.parts and not path.read_text().startswith(('"""', 'r"""'))
        ]

        assert silent == []


class TestLocks:
    @pytest.mark.parametrize("lock", sorted(path.name for path in (ROOT / "locks").glob("*.txt")))
    def test_every_package_has_hashes(self, lock):
        text = (ROOT / "locks" / lock).read_text()
        entries = re.split(r"^(?=\S)", text.replace("\\\n", " "), flags=re.MULTILINE)
        packages = [entry for entry in entries if entry.strip() and not entry.startswith("#")]

        assert packages
        assert [
            entry for entry in packages if not re.match(r"[\w.\[\],-]+==\S+.* --hash=sha256:[0-9a-f]{64}", entry)
        ] == []


class TestCommands:
    def test_the_readme_begins_with_two(self):
        text = (ROOT / "README.md").read_text()
        commands = re.findall(r"^\s*(?:\$ )?(make [a-z]+)", text, flags=re.MULTILINE)

        assert commands[:2] == ["make run", "make test"]
        assert text.lstrip("`\n sh").startswith("make run")

    def test_make_help_lists_every_target_in_words(self):
        targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
        assert targets
        said = subprocess.run(["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        described = dict(re.findall(r"^  make (\S+)\s+(\S.{9,})$", said, flags=re.MULTILINE))

        assert set(described) == set(targets[1].split())

    def test_every_setting_is_documented(self):
        code = (ROOT / "settings.py").read_text() + (ROOT / "embedded.py").read_text()
        calls = r'(?:(?:_required|_whole_number)\(environ, |environ\.get\()"([A-Z_]+)"'
        names = set(re.findall(calls, code))
        assert {"DATABASE_URL", "PORT", "PUBLIC_URL", "INSTANCE"} <= names

        documented = (ROOT / "docs" / "settings.md").read_text()

        assert {name for name in names if f"`{name}`" not in documented} == set()


@pytest.fixture(scope="module")
def files():
    """Every file that is in the repository or would go into it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def modules(files):
    return [path for path in files if path.suffix == ".py" and "versions" not in path.parts]
