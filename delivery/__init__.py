"""The outside world: sends a mail to a server, or lays it into a folder."""

from delivery.errors import DeliveryError, Kind
from delivery.mail import Attachment, Mail
from delivery.post import Post
from delivery.sending import send

__all__ = ["Attachment", "DeliveryError", "Kind", "Mail", "Post", "send"]
