"""What stands on a page of the staff's, as a paper: a tagged PDF, and pictures as PNG for mail programs."""

from exports.papers.contents import Block, Grid, Heading, Items, Lead, Lines, Paper, Sketch, Terms
from exports.papers.errors import PaperError
from exports.papers.setting import pdf, png

__all__ = [
    "Block",
    "Grid",
    "Heading",
    "Items",
    "Lead",
    "Lines",
    "Paper",
    "PaperError",
    "Sketch",
    "Terms",
    "pdf",
    "png",
]
