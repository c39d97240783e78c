"""/manage/targets: what services answer for, where it stands, and what is more than chance in it."""

from web.manage.targets import boards, listing, rebases, showing
from web.manage.targets.desk import bp

__all__ = ["boards", "bp", "listing", "rebases", "showing"]
