"""
Releases: a site's files under one hash, kept as immutable folders, made live by one rename.

    releases/objects/ab/<hash>/       a folder named by its content: files, and links to its sub-folders
    releases/listings/ab/<hash>       what that folder holds; its SHA-256 is the hash
    releases/sites/<site>/7-<root>/   a release: links to the root's entries, and its release.json
    releases/staging/<run>/           what a run is making; what is left of an interrupted one
    output/<site>                     a link to the live release
"""

from __future__ import annotations

from builder.release.listing import RELEASE_FILE, hash_folder
from builder.release.objects import Objects, Tree
from builder.release.retention import Retention
from builder.release.sites import Release, Sites
from builder.release.store import ReleaseStore, Run
from builder.release.verifying import Checker, Fault, verify

__all__ = [
    "RELEASE_FILE",
    "Checker",
    "Fault",
    "Objects",
    "Release",
    "ReleaseStore",
    "Retention",
    "Run",
    "Sites",
    "Tree",
    "hash_folder",
    "verify",
]
