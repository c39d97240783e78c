"""/manage/targets: what services answer for, where it stands, and what is more than chance in it."""

from web.manage.targets import listing, rebases, showing, standing
from web.manage.targets.desk import bp

__all__ = ["bp", "listing", "rebases", "showing", "standing"]
