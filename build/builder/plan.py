"""
What a build is asked to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from builder.addressing import Addressing
from builder.errors import UsageError
from builder.fingerprints import fingerprint, plugin_versions
from builder.ledger import Ledger
from builder.outputs import Output, all_outputs
from builder.release import ReleaseStore, Retention
from builder.release.signing import Signer
from builder.store import Store
from builder.theme import Theme
from builder.view import View, open_view


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build, from what, to where."""

    store: Store
    theme: Theme
    addressing: Addressing
    outputs: dict[str, Output]
    output: Path
    plugins: tuple[str, ...] = ()
    signer: Signer | None = None
    retention: Retention = field(default_factory=Retention)
    is_gated: bool = False
    """Whether the inspector judges the change before it is live."""
    forced: str = ""
    """Why nothing is held whatever the gate finds; it is recorded in the release."""
    history: Path | None = None
    """Where the ledgers of sites are read; the output folder unless that was lost."""

    @property
    def releases(self) -> ReleaseStore:
        """Where the releases of the output folder are kept."""
        return ReleaseStore(self.output, self.signer, self.retention)

    def made_by(self) -> str:
        """What files depend on beside content and theme."""
        addressing = (self.addressing.mode, str(self.addressing.port))
        return fingerprint(self.outputs, plugin_versions(self.plugins), addressing)

    def view(self, ledgers: Mapping[int, Ledger] | None = None) -> AbstractContextManager[View]:
        """A view of the store with this theme."""
        return open_view(self.store, self.theme, self.addressing, ledgers)


def select_outputs(only: Sequence[str] = (), without: Sequence[str] = ()) -> dict[str, Output]:
    """The outputs a command asked for; an unknown name is a `UsageError`."""
    known = all_outputs()
    for name in (*only, *without):
        if name not in known:
            raise UsageError(f"没有名为“{name}”的输出。可用的输出：{'、'.join(known)}。")
    return {
        name: output
        for name, output in known.items()
        if name not in without and (not only or name in only)
    }
