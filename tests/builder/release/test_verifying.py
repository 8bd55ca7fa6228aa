"""
Whatever was done to a live site behind the builder's back is found and named; a build mends it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from builder.errors import StoreError, UsageError
from builder.release import Checker, Fault, ReleaseStore, verify, verifying
from builder.release.listing import file_digest
from builder.release.signing import load_signer, load_verifier
from builder.release.store import check_key_place
from tests.builder.release.conftest import write

SITE = {
    "index.html": "首页",
    "tzgg/index.html": "列表",
    "tzgg/2026-03/11.html": "停水通知",
    "附件/通知.txt": "附件",
    ".well-known/zhanqun/columns.json": "{}",
}
RELEASE = "/.well-known/zhanqun/release.json"


@pytest.fixture
def live(released) -> ReleaseStore:
    """Two sites, the portal in its second release."""
    released({"portal": {**SITE, "index.html": "旧首页"}, "water": {"index.html": "水"}})
    return released({"portal": SITE, "water": {"index.html": "水"}})


def overwrite(place: Path, text: str) -> None:
    place.chmod(0o644)
    place.write_text(text)


def relink(link: Path, target: str | Path) -> None:
    link.unlink()
    link.symlink_to(target)


def test_an_untouched_site_has_no_faults(live):
    """
    Every byte of it was read.
    """
    assert verify(live, "portal") == verify(live, "water") == []


def test_what_releases_share_is_read_once_and_named_in_each(live, monkeypatch):
    """
    The list is of both releases of the portal, its home page of one each.
    """
    overwrite(live.output / "portal/tzgg/index.html", "别的")
    read = []
    monkeypatch.setattr(verifying, "file_digest", lambda at: read.append(at) or file_digest(at))
    checker = Checker(live)

    for release in live.sites.releases("portal"):
        assert checker.faults(release) == [Fault("/tzgg/index.html", "changed")]
    assert len(read) == len(SITE) + 1


@pytest.mark.parametrize("name", ["index.html", "tzgg/2026-03/11.html", "附件/通知.txt"])
def test_a_changed_byte_is_found(live, name):
    """
    By the address of the file.
    """
    overwrite(live.output / "portal" / name, SITE[name][:-1] + "x")

    assert verify(live, "portal") == [Fault(f"/{name}", "changed")]


@pytest.mark.parametrize("name", ["tzgg/2026-03/11.html", "附件/通知.txt"])
def test_a_removed_file_is_found(live, name):
    """
    It is named though it is not there.
    """
    (live.output / "portal" / name).unlink()

    assert verify(live, "portal") == [Fault(f"/{name}", "missing")]


def test_a_file_taken_out_of_the_root_is_found(live):
    """
    The link is gone, the content is not.
    """
    (live.output / "portal/index.html").unlink()

    assert verify(live, "portal") == [Fault("/index.html", "missing")]


@pytest.mark.parametrize("name", ["shell.php", "tzgg/shell.php", ".well-known/zhanqun/more.json"])
def test_an_added_file_is_found(live, name):
    """
    Wherever it lies.
    """
    (live.output / "portal" / name).write_text("外来")

    assert verify(live, "portal") == [Fault(f"/{name}", "foreign")]


def test_an_added_folder_is_found(live):
    """
    Even an empty one in a folder of the release.
    """
    (live.output / "portal/tzgg/new").mkdir()

    assert verify(live, "portal") == [Fault("/tzgg/new", "foreign")]


@pytest.mark.parametrize("name", ["tzgg", "tzgg/2026-03"])
def test_a_changed_link_is_found(live, name):
    """
    To a folder that is elsewhere, or to one that has the same files.
    """
    link = live.output / "portal" / name
    relink(link, link.resolve())

    assert verify(live, "portal") == [Fault(f"/{name}", "link")]


def test_a_file_that_became_a_link_is_found(live, tmp_path):
    """
    A page that leads out of the release.
    """
    (tmp_path / "elsewhere").write_text("停水通知")
    relink(live.output / "portal/tzgg/2026-03/11.html", tmp_path / "elsewhere")

    assert verify(live, "portal") == [Fault("/tzgg/2026-03/11.html", "link")]


def test_a_release_swapped_for_an_older_one_is_found(live):
    """
    It is whole, but was replaced.
    """
    old = live.sites.releases("portal")[1]
    relink(live.output / "portal", f"../releases/sites/portal/{old.folder.name}")

    assert verify(live, "portal") == [Fault("/", "swapped")]


@pytest.mark.parametrize("target", ["../releases/sites/water", "../elsewhere"])
def test_a_release_swapped_for_another_site_s_is_found(live, target):
    """
    Or for a folder of somebody's own.
    """
    relink(live.output / "portal", target)

    assert verify(live, "portal") == [Fault("/", "swapped")]


def test_a_site_without_its_link_is_found(live):
    """
    It was not taken off by a build.
    """
    (live.output / "portal").unlink()

    assert verify(live, "portal") == [Fault("/", "swapped")]


@pytest.mark.parametrize("change", [{"root": "0" * 64}, {"site": "water"}])
def test_a_changed_statement_is_found(live, change):
    """
    The release.json must name the root and site it lies in.
    """
    place = live.output / "portal" / RELEASE[1:]
    overwrite(place, json.dumps(json.loads(place.read_text()) | change))

    assert verify(live, "portal") == [Fault(RELEASE, "statement")]


def test_a_changed_listing_is_found(live):
    """
    What says how things must be is itself under the hash.
    """
    folder = live.sites.live("portal").root
    overwrite(live.objects.listing_path(folder), "f")

    assert verify(live, "portal") == [Fault("/", "lost")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda live: overwrite(live.output / "portal/tzgg/index.html", "改动"),
        lambda live: (live.output / "portal/附件/通知.txt").unlink(),
        lambda live: (live.output / "portal/tzgg/shell.php").write_text("外来"),
        lambda live: (live.output / "portal/shell.php").write_text("外来"),
        lambda live: relink(live.output / "portal/tzgg", "/nowhere"),
        lambda live: relink(live.output / "portal", "../elsewhere"),
        lambda live: (live.output / "portal").unlink(),
        lambda live: overwrite(live.output / "portal" / RELEASE[1:], "{}"),
        lambda live: overwrite(live.objects.listing_path(live.sites.live("portal").root), ""),
    ],
)
def test_the_next_build_mends_what_was_damaged(live, released, damage):
    """
    The content is the same, so is the root.
    """
    root = live.sites.live("portal").root
    damage(live)
    assert verify(live, "portal")

    released({"portal": SITE, "water": {"index.html": "水"}})

    assert verify(live, "portal") == verify(live, "water") == []
    assert live.sites.live("portal").root == root


def test_a_change_beside_a_file_that_is_lost_is_refused(live):
    """
    What the folder lacks cannot be linked; the sentence says which file, and what to run.
    """
    (live.output / "portal/tzgg/index.html").unlink()
    with live.run() as run, pytest.raises(StoreError, match=r"index\.html.*build --full"):
        write(run.staged("portal"), {"tzgg/feed.xml": "新"})
        run.take("portal", run.base("portal"))

    assert verify(live, "portal") == [Fault("/tzgg/index.html", "missing")]


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A key pair as OpenSSL makes it."""
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    return private, public


def test_a_signed_release_is_right_under_its_public_key(released, keys):
    """
    The public key lies beside the releases, too.
    """
    store = released({"portal": SITE}, signer=load_signer(keys[0]))

    assert verify(store, "portal", load_verifier(keys[1])) == []
    assert store.public_key.read_bytes() == keys[1].read_bytes()


@pytest.mark.parametrize(
    "change", [{"signature": None}, {"signature": "bm8="}, {"released_at": "2030-01-01T00:00:00Z"}]
)
def test_a_wrong_signature_is_found(released, keys, change):
    """
    None, another, or one over something else.
    """
    store = released({"portal": SITE}, signer=load_signer(keys[0]))
    place = store.output / "portal" / RELEASE[1:]
    overwrite(place, json.dumps(json.loads(place.read_text()) | change))

    assert verify(store, "portal", load_verifier(keys[1])) == [Fault(RELEASE, "signature")]


def test_what_was_not_signed_is_signed_by_the_next_build(released, keys):
    """
    The same root in a new release.
    """
    released({"portal": SITE})
    store = released({"portal": SITE}, signer=load_signer(keys[0]))

    assert verify(store, "portal", load_verifier(keys[1])) == []
    assert len({release.root for release in store.sites.releases("portal")}) == 1


@pytest.mark.parametrize("load", [load_signer, load_verifier])
def test_a_file_that_is_no_key_is_named(tmp_path, load):
    """
    With what it should have been.
    """
    (tmp_path / "key.pem").write_text("no key")

    with pytest.raises(UsageError, match=r"key\.pem：这不是 Ed25519 .钥"):
        load(tmp_path / "key.pem")
    with pytest.raises(UsageError, match=r"nix\.pem：读不到.钥"):
        load(tmp_path / "nix.pem")


@pytest.mark.parametrize("place", ["output/key.pem", "releases/key.pem"])
def test_a_private_key_among_the_sites_is_refused(releases, tmp_path, place):
    """
    It would be published.
    """
    with pytest.raises(UsageError, match="私钥不能放在网站或版本的目录里"):
        check_key_place(releases, tmp_path / place)
