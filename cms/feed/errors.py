"""
FeedError
├── MediaError      an uploaded file is missing or not what it was
├── CursorError     a cursor that is none of ours
└── DraftError      a draft that cannot be shown
"""


class FeedError(Exception):
    """The feed could not be made; the message says to the operator what, where and what to do."""


class MediaError(FeedError):
    """An uploaded file is missing or has changed since it was uploaded."""


class CursorError(FeedError):
    """What was given as a cursor is none."""


class DraftError(FeedError):
    """A draft cannot be shown as it would be published."""
