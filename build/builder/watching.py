"""
`zhanqun watch`: follows the feed of a running cms and publishes each change.

The lock of the run-time folder is held for a publication only, so that other commands run in between.
All that has to last is in the store and the releases: a watch that is killed goes on where it stood.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from builder import options
from builder.breaks import Breaks, Ended
from builder.dates import CHINA
from builder.errors import BusyError, UsageError, sentence_of
from builder.gate import lines_of
from builder.indexing import Indexing
from builder.processes import only_build
from builder.publishing import UNJUDGED, Publication, Publisher, Settings
from builder.sources import HttpSource
from builder.store import SyncResult
from sites.terminal import ChineseCommand

POLL_S = 0.2
"""Between two looks at the feed."""
COLLECT_S = 0.05
"""How long a change waits for others that arrive with it."""
PAUSES_S = (1, 2, 4, 8, 16, 30)
"""Between attempts, as long as they fail."""

_UNEXPECTED = "程序内部出错，已有的网站不受影响，稍后重试。请把上面的记录报告给开发者。"

logger = logging.getLogger(__name__)


@click.command("watch", cls=ChineseCommand)
@click.option("--feed", required=True, metavar="网址", help="内容管理端的数据流。")
@options.publishing
def watch_command(**settings: Any) -> None:
    """跟踪数据流：内容管理端一有发布，就生成并切换到新版本。按 Ctrl+C 结束。"""
    wanted = Settings(**settings)
    publisher = Publisher(wanted)
    if not isinstance(publisher.source, HttpSource):
        raise UsageError(
            f"{wanted.feed}：只能跟踪内容管理端的网址。请更正 --feed，或用 zhanqun build 从文件生成。"
        )
    if publisher.is_unjudged:
        click.echo(UNJUDGED, err=True)
    click.echo(f"正在跟踪 {wanted.feed}，按 Ctrl+C 结束。")
    with Breaks() as breaks, Indexing(publisher) as indexing:
        try:
            Watch(publisher, breaks, indexing).run()
        except Ended:
            click.echo("已停止跟踪。")


class Watch:
    """Publishes what the feed brings until a break ends it."""

    def __init__(
        self,
        publisher: Publisher,
        breaks: Breaks,
        indexing: Indexing,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publisher = publisher
        self._breaks = breaks
        self._indexing = indexing
        self._clock = clock
        self._feed_trouble = _Trouble()
        self._build_trouble = _Trouble()
        self._taken = SyncResult()
        """What was taken in and is not published."""
        # Whoever wrote into the store before may not have come to publish it; and the first
        # publication loads what the next ones find loaded.
        self._due_at = 0.0 if publisher.store.is_filled else math.inf

    def run(self) -> None:
        """Look, publish, pause."""
        while True:
            self._breaks.pause(self.turn())

    def turn(self) -> float:
        """One look at the feed and what comes of it; the seconds until the next."""
        self._indexing.look()
        started = self._clock()
        is_due = started >= self._due_at
        trouble = self._build_trouble if is_due else self._feed_trouble
        try:
            if not is_due and not self._has_news():
                self._end_feed_trouble()
                return POLL_S
            with only_build(self._publisher.var):
                if not is_due:
                    self._taken += self._publisher.sync()
                    self._end_feed_trouble()
                trouble = self._build_trouble
                self._publish(started)
        except BusyError:
            return POLL_S
        except Exception as error:
            # Who ends a service may end its workers first.
            self._breaks.check()
            pause = trouble.tell(error)
            if trouble is self._feed_trouble:
                return pause
            self._due_at = self._clock() + pause
        return POLL_S

    def _has_news(self) -> bool:
        """Whether the feed has something new; what arrives together with it is there then too."""
        with self._breaks.open():
            if not self._publisher.has_news():
                return False
        self._breaks.pause(COLLECT_S)
        return True

    def _end_feed_trouble(self) -> None:
        if self._feed_trouble.end():
            # The cms may not have heard what became of the last records.
            self._due_at = self._clock()

    def _publish(self, started: float) -> None:
        """What is in the store; it stays due until that has succeeded."""
        self._due_at = 0.0
        done = Publication(self._taken, self._publisher.build())
        self._due_at, self._taken = math.inf, SyncResult()
        self._build_trouble.end()
        self._say(done, self._clock() - started)
        self._indexing.ask()

    @staticmethod
    def _say(done: Publication, seconds: float) -> None:
        for line in lines_of(done.build.held, done.build.told):
            click.echo(line, err=True)
        records = done.synced.put + done.synced.dropped
        if records or done.switched:
            click.echo(
                f"{datetime.now(CHINA):%Y-%m-%d %H:%M:%S} 已发布 {records} 条记录，"
                f"切换的网站：{'、'.join(done.switched) or '无'}，用时 {seconds:.2f} 秒。"
            )


class _Trouble:
    """Something that fails for a while: said once, tried again and again."""

    def __init__(self) -> None:
        self._said = ""
        self._times = 0

    def tell(self, error: Exception) -> float:
        """It failed; the seconds until the next attempt."""
        sentence = sentence_of(error) or _UNEXPECTED
        if sentence != self._said:
            if sentence == _UNEXPECTED:
                logger.error("unexpected", exc_info=error)
            click.echo(sentence, err=True)
        pause = PAUSES_S[min(self._times, len(PAUSES_S) - 1)]
        self._said, self._times = sentence, self._times + 1
        return pause

    def end(self) -> bool:
        """It succeeded; whether it had failed before."""
        has_failed = bool(self._said)
        if has_failed:
            click.echo("已恢复正常，继续跟踪。", err=True)
        self._said, self._times = "", 0
        return has_failed
