"""``yousaid nlp articles``: how well questions are answered from articles."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli.language import plain_errors
from nlp import loading


@click.command()
@click.argument("file", metavar="FILE.jsonl", type=click.Path(dir_okay=False, path_type=Path))
def articles(file: Path) -> None:
    """Measure how well the right article is found, on articles and questions such as nlp/data/articles.jsonl.

    Precision is of the questions that an article is shown to, recall of those that one answers; the threshold was
    chosen on the part "tune".
    """
    with plain_errors():
        figures = loading.score_articles(loading.searcher(), file)
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
