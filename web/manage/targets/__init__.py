"""/manage/targets: what services answer for, where it stands, and what is more than chance in it."""

from web.manage.targets import auditing, board_papers, linking, listing, mailing, papers, rebases, showing, standing
from web.manage.targets.desk import bp

__all__ = [
    "auditing",
    "board_papers",
    "bp",
    "linking",
    "listing",
    "mailing",
    "papers",
    "rebases",
    "showing",
    "standing",
]
