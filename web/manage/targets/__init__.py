"""/manage/targets: what services answer for, where it stands, and what is more than chance in it."""

from web.manage.targets import auditing, linking, listing, showing
from web.manage.targets.desk import bp

__all__ = ["auditing", "bp", "linking", "listing", "showing"]
