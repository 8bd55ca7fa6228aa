"""
The store takes a feed in whole, or stays as it was.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.errors import FeedError
from builder.media import MediaFolder
from builder.sources import FileSource
from builder.store import Store, SyncResult
from tests.helpers import a_feed, article, column, drop, lines, media, site

CITY = [site(), column(10, "tzgg"), *article(11), *article(12)]


def content(store: Store) -> list[tuple]:
    with store.reading() as connection:
        rows = [
            row
            for table in ("state", "record", "page", "placement", "media_use")
            for row in connection.execute(f"SELECT * FROM {table}")
            # Which store it is, and how often it was changed.
            if row[0] not in ("born", "number", "released")
        ]
    return sorted(rows, key=repr)


def test_takes_in_a_full_feed(store, tmp_path):
    """
    Every record is put, and the cursor is the feed's.
    """
    result = store.sync(FileSource(a_feed(tmp_path, *CITY, cursor="7")))

    assert (result, store.cursor) == (SyncResult(put=6), "7")


def test_the_same_feed_again_changes_nothing(store, tmp_path):
    """
    Not a byte of the file differs.
    """
    feed = FileSource(a_feed(tmp_path, *CITY))
    store.sync(feed)
    before = store.path.read_bytes()

    assert store.sync(feed) == SyncResult(unchanged=6)
    assert store.path.read_bytes() == before


def test_a_full_feed_drops_what_it_does_not_name(store, tmp_path):
    """
    A full feed is all there is.
    """
    store.sync(FileSource(a_feed(tmp_path, *CITY)))

    result = store.sync(FileSource(a_feed(tmp_path, *CITY[:4], cursor="2")))

    assert result == SyncResult(dropped=2, unchanged=4)


def test_a_fresh_load_and_an_update_leave_the_same_store(store, tmp_path, schemas):
    """
    How a store came to be does not show in it.
    """
    store.sync(FileSource(a_feed(tmp_path, site(), *article(11, title="旧"))))
    store.sync(FileSource(a_feed(tmp_path, *CITY)))
    other = Store(tmp_path / "other.sqlite3", schemas, MediaFolder(tmp_path / "kept"))
    other.sync(FileSource(a_feed(tmp_path, *CITY)))

    assert content(store) == content(other)


def test_an_incremental_feed_puts_and_drops(store, tmp_path):
    """
    What it does not name stays.
    """
    store.sync(FileSource(a_feed(tmp_path, *CITY, cursor="1")))
    changes = [*article(11, title="新标题")[:1], drop("article", 12), drop("placement", 12)]

    result = store.sync(FileSource(a_feed(tmp_path, *changes, since="1", cursor="2")))

    assert (result, store.cursor) == (SyncResult(put=1, dropped=2), "2")


def test_an_incremental_feed_may_come_twice(store, tmp_path):
    """
    A feed that ends where the store stands was taken in before.
    """
    store.sync(FileSource(a_feed(tmp_path, *CITY, cursor="1")))
    change = FileSource(a_feed(tmp_path, *article(11, title="新"), since="1", cursor="2"))
    store.sync(change)
    before = store.path.read_bytes()

    store.sync(change)

    assert store.path.read_bytes() == before


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"since": "5", "cursor": "6"}, "从 5 开始，构建端的副本停在 1"),
        ({"since": "1", "cursor": "2", "cluster": "another/1"}, "增量数据流属于站群 another/1"),
    ],
)
def test_refuses_an_incremental_feed_that_does_not_fit(store, tmp_path, header, sentence):
    """
    Another cluster or epoch, or another starting point, asks for a full feed.
    """
    store.sync(FileSource(a_feed(tmp_path, *CITY, cursor="1")))
    before = content(store)

    with pytest.raises(FeedError, match=sentence):
        store.sync(FileSource(a_feed(tmp_path, *article(11), **header)))
    assert content(store) == before


def test_an_empty_store_takes_only_a_full_feed(store, tmp_path):
    """
    The refusal says how to get one.
    """
    with pytest.raises(FeedError, match=r"增量数据流，但构建端还没有完整的副本。请用不带 --since"):
        store.sync(FileSource(a_feed(tmp_path, *CITY, since="1")))


def test_keeps_media_by_content(store, tmp_path):
    """
    The bytes lie under their digest.
    """
    store.sync(FileSource(a_feed(tmp_path, media(5, b"pdf"), media=(b"pdf",))))

    assert store.media.path(hashlib.sha256(b"pdf").hexdigest()).read_bytes() == b"pdf"


def test_refuses_a_feed_whose_media_are_missing(store, tmp_path):
    """
    The record is named, and nothing is taken in.
    """
    with pytest.raises(FeedError, match=r"第 2 行：记录 media/5（通知.pdf）：缺少文件 media/"):
        store.sync(FileSource(a_feed(tmp_path, media(5, b"pdf"))))
    assert not store.path.exists()


def test_refuses_media_of_another_content(store, tmp_path):
    """
    Bytes that do not have their digest never get its name.
    """
    feed = a_feed(tmp_path, media(5, b"pdf"), media=(b"pdf",))
    sha256 = hashlib.sha256(b"pdf").hexdigest()
    (tmp_path / "media" / sha256[:2] / sha256).write_bytes(b"other")

    with pytest.raises(FeedError, match=r"记录 media/5（通知.pdf）：文件 .* 的内容与摘要不符"):
        store.sync(FileSource(feed))
    assert not store.media.path(sha256).exists()


def test_a_change_of_the_text_alone_leaves_the_card_as_it_is(store, tmp_path):
    """
    Lists and neighbours need not be made anew when only the text changed.
    """

    def digests() -> tuple[bytes, bytes]:
        with store.reading() as connection:
            found = connection.execute("SELECT full, card FROM record WHERE kind = 'article'")
            return found.fetchone()

    store.sync(FileSource(a_feed(tmp_path, *article(11, body="<p>旧</p>"))))
    full, card = digests()
    store.sync(FileSource(a_feed(tmp_path, *article(11, body="<p>新</p>"))))

    assert digests()[0] != full
    assert digests()[1] == card


@given(st.data())
def test_a_feed_cut_anywhere_is_refused_and_leaves_the_store_as_it_was(
    tmp_path_factory, schemas, data
):
    """
    However much of a feed arrives: all of it, or it does not count.
    """
    folder = tmp_path_factory.mktemp("cut")
    store = Store(folder / "store.sqlite3", schemas, MediaFolder(folder / "kept"))
    store.sync(FileSource(a_feed(folder, *CITY[:3])))
    before = store.path.read_bytes()
    whole = b"".join(lines(*CITY, cursor="2"))
    cut = folder / "cut.ndjson"
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])

    with pytest.raises(FeedError):
        store.sync(FileSource(cut))
    assert store.path.read_bytes() == before


def test_a_store_of_other_schemas_asks_for_a_full_feed(store, tmp_path):
    """
    After an upgrade that changed a schema the store counts as empty.
    """
    store.sync(FileSource(a_feed(tmp_path, *CITY)))
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE state SET value = 'older' WHERE name = 'schemas'")

    assert store.cursor is None


@pytest.mark.parametrize("is_filled", [False, True])
def test_killed_in_the_middle_the_store_is_what_it_was(store, tmp_path, is_filled):
    """
    A process that dies while it takes a feed in leaves nothing of it.
    """
    if is_filled:
        store.sync(FileSource(a_feed(tmp_path, *CITY[:2])))
    before = content(store) if is_filled else None
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    worker = multiprocessing.get_context("fork").Process(
        target=store.sync, args=(FileSource(pipe),)
    )
    worker.start()
    with pipe.open("wb") as feed:
        # More than a pipe holds: what went in was read.
        many = [record for number in range(100, 1100) for record in article(number)]
        feed.write(b"".join(lines(*CITY, *many)[:-1]))
        worker.kill()
        worker.join()

    assert (content(store) if store.path.exists() else None) == before
    assert store.sync(FileSource(a_feed(tmp_path, *CITY, cursor="9"))).put == (
        4 if is_filled else 6
    )


def test_a_full_feed_of_another_cluster_takes_nothing_away(store, tmp_path):
    """
    Another epoch of ours is taken in; another cluster only where that is asked for.
    """
    store.sync(FileSource(a_feed(tmp_path, *CITY)))
    before = content(store)
    other = FileSource(
        a_feed(tmp_path, *CITY[:1], cluster="00000000-0000-4000-8000-000000000009/1")
    )

    with pytest.raises(FeedError, match="确要换站群时加上 --full"):
        store.sync(other)

    assert content(store) == before
    assert store.sync(other, afresh=True).put == 1
