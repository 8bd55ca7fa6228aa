"""
What keeps an import from being done.

ImportFault
├── FileRefused      the file as a whole cannot be read: nothing is written
├── MapRefused       the map is not one we understand: nothing is read
├── PlaceRefused     a site, column or folder named on the command line does not exist
└── FieldFault       one field of one record; the record stays out, the rest goes in
"""

from __future__ import annotations


class ImportFault(Exception):
    """Its text is one Chinese sentence with the place and the remedy."""


class FileRefused(ImportFault):
    """The file is read through before anything is written; this says why it is not taken."""


class MapRefused(ImportFault):
    """A key of the map is missing, unknown or of the wrong kind."""


class PlaceRefused(ImportFault):
    """There is no such site or column to import into, or folder to write the report to."""


class FieldFault(ImportFault):
    """A value that cannot be imported; `field` is the name in our model, `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}：{reason}")
        self.field = field
        self.reason = reason
