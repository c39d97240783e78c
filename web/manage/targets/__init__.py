"""/manage/targets: what services answer for, where it stands, and what is more than chance in it."""

from web.manage.targets import auditing, boards, linking, listing, mailing, papers, showing
from web.manage.targets.desk import bp

__all__ = ["auditing", "boards", "bp", "linking", "listing", "mailing", "papers", "showing"]
