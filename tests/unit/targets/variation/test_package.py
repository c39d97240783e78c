import re
import subprocess
import sys
from pathlib import Path

from targets import variation

ROOT = Path(__file__).parents[4]
HEAVY = ("numpy", "scipy", "statsmodels", "pandas")


class TestPackage:
    def test_it_brings_no_numerical_library_into_the_processes_that_serve_pages(self):
        program = f"import sys, targets.variation; print([name for name in {HEAVY!r} if name in sys.modules])"

        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

        assert done.stdout.strip() == "[]"

    def test_its_page_names_functions_that_there_are(self):
        text = (ROOT / "docs" / "variation.md").read_text(encoding="utf-8")
        table = text[text.index("| question | function |") : text.index("What cannot be")]

        named = set(re.findall(r"`(\w+)`", table))
        assert len(named) == 10
        assert named <= set(variation.__all__)

    def test_its_example_runs(self, capsys):
        text = (ROOT / "docs" / "variation.md").read_text(encoding="utf-8")

        exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], {})

        assert capsys.readouterr().out.splitlines()[0].endswith("improvement_high inconsistent")
