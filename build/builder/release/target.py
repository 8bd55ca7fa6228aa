"""
A place that releases are pushed to: a folder, or one on another machine over ssh. All it is asked for
is a POSIX shell with the tools that come with every Linux, and rsync.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from builder.errors import TargetError, UsageError
from builder.processes import end_with_parent

_REMOTE = re.compile(r"(?P<host>[^:/\[]+|(?:[^:/\[]+@)?\[[^\]/]+\]):(?P<folder>.*)", re.DOTALL)
_SSH_OPTIONS = ("-oBatchMode=yes", "-oConnectTimeout=20", "-oServerAliveInterval=15")
_AGAIN = "再次运行会接着发送"
_REASONS = {
    r"vanished|\[sender\].*No such file": f"要发送的版本在发送时被清理了。{_AGAIN}。",
    "Could not resolve hostname": "找不到这个主机。请检查主机名和网络。",
    "Connection refused": "主机拒绝连接。请用 -e 'ssh -p 端口' 指明端口，或检查主机的 ssh 服务。",
    "Host key verification failed": "不认识主机的密钥。请先用 ssh 登录一次，核对并记下它的密钥。",
    r"Permission denied \([a-z]": "主机不接受登录。请检查用户名，或用 -e 'ssh -i 私钥' 指明私钥。",
    "timed out": f"主机没有回应。请检查网络，{_AGAIN}。",
    "No route to host": "到不了这个主机。请检查网络。",
    "No space left on device": f"目标的磁盘已满。请腾出空间，{_AGAIN}。",
    "Disk quota exceeded": f"目标的磁盘配额已用完。请腾出空间，{_AGAIN}。",
    "Read-only file system": "目标的磁盘只读。请检查目标的磁盘。",
    "Permission denied": "没有写目标目录的权限。请检查目录的主人和权限。",
    "Operation not permitted": "没有写目标目录的权限。请检查目录的主人和权限。",
    "File exists|Not a directory": "目标或它的上级不是目录，或者另一次发送正在建立它。请检查路径后重试。",
    "No such file or directory|can't cd to": "目标的上级目录或其中的文件不存在。请检查路径。",
    "rsync: (?:command )?not found": "目标所在的主机没有 rsync。请先在那里安装。",
}
"""What the tools say (patterns, the narrower first), and what we say."""


@dataclass(frozen=True, slots=True)
class Target:
    """`name` is what the user calls it; without a host it is a folder of this machine."""

    name: str
    folder: str
    host: str = ""
    ssh: tuple[str, ...] = ("ssh",)

    def run(self, script: str) -> str:
        """What a script, begun in whatever folder, prints; it stops at the first failure."""
        shell = [*self.ssh, "--", self.host.translate(_BARE), "exec sh -es"]
        # As one group, so that of a script cut short by a broken connection nothing is run at all.
        content = f"{{\numask 022; export LC_ALL=C\n{script}\n}}\n".encode(
            "utf-8", "surrogateescape"
        )
        return self._done(shell if self.host else ["sh", "-es"], content)

    def differing(self, below: str, sums: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """
        Files that are not as these lines for `sha256sum -c` say, by their names below the folder, and
        whether each is there at all.
        """
        script = [
            f"cd {shlex.quote(f'{self.folder}/{below}')}",
            "sha256sum -c 2>/dev/null <<'END' | grep -v ': OK$' || :",
            *sums,
            "END",
        ]
        for line in self.run("\n".join(script)).splitlines():
            name, _, how = line.rpartition(": FAILED")
            yield name, not how

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """
        Whether nobody else holds the target's folder, which exists; then it is held. It is free again
        when this process is gone, however that ended. A host without flock cannot tell.
        """
        script = _HOLD.format(folder=shlex.quote(self.folder))
        command = [*self.ssh, "--", self.host.translate(_BARE)] if self.host else ["sh", "-c"]
        with subprocess.Popen(
            [*command, script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        ) as holder:
            assert holder.stdin and holder.stdout
            try:
                # A login shell may say something of its own first.
                said = (line.strip() for line in holder.stdout)
                yield next((line for line in said if line in (b"held", b"taken")), b"") == b"held"
            finally:
                holder.stdin.close()

    def rsync(
        self, options: Sequence[str], source: str, below: str, files: Iterable[str] = ()
    ) -> str:
        """Send `files` (all, if there are none) from a folder here to one below the target's."""
        listed = "".join(f"{file}\n" for file in files)
        chosen = ["--files-from=-"] if listed else []
        places = [f"{source}/", f"{self._place(below)}/"]
        return self._done([*self._rsync(), *options, *chosen, "--", *places], listed.encode())

    def fetch(self, below: str, folder: str) -> None:
        """Make a folder here the same as one below the target's."""
        self._done([*self._rsync(), "-rl", "--", f"{self._place(below)}/", f"{folder}/"])

    def _rsync(self) -> list[str]:
        command = ["rsync", "-s", "--8-bit-output", "--no-human-readable"]
        return [*command, "-e", shlex.join(self.ssh)] if self.host else command

    def _place(self, below: str) -> str:
        # A folder whose name has a colon is not taken for a host.
        start = f"{self.host}:" if self.host else "" if self.folder.startswith("/") else "./"
        return f"{start}{self.folder}/{below}"

    def _done(self, command: Sequence[str], content: bytes = b"") -> str:
        if shutil.which(command[0]) is None:
            raise TargetError(f"本机没有 {command[0]}。请先安装，例如：apt install {command[0]}。")
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            preexec_fn=end_with_parent,
        )
        if done.returncode:
            raise TargetError(f"{self.name}：{_reason(done.stderr.decode(errors='replace'))}")
        return done.stdout.decode("utf-8", "surrogateescape")


_HOLD = """
cd {folder} && exec 8>.zhanqun-push
! command -v flock >/dev/null || flock -n 8 || {{ echo taken; exit; }}
echo held; cat >/dev/null
"""
_BARE = str.maketrans("", "", "[]")


def target_of(name: str, ssh: str = "ssh") -> Target:
    """`folder`, `host:folder` or `user@host:folder`; `ssh` is the command to reach a host with."""
    if re.match(r"\w+://", name):
        raise UsageError(f"{name}：目标不是网址。请写成 目录 或 用户@主机:目录。")
    remote = _REMOTE.fullmatch(name)
    host, folder = (remote["host"], remote["folder"]) if remote else ("", name)
    if not folder.strip("/") or "\n" in name or host.startswith("-"):
        raise UsageError(f"“{name}”不能作为目标。请写成 目录 或 用户@主机:目录。")
    command = (*shlex.split(ssh), *_SSH_OPTIONS)
    return Target(name, folder.rstrip("/"), host, command)


def _reason(said: str) -> str:
    for pattern, reason in _REASONS.items():
        if re.search(pattern, said):
            return reason
    last = next((line for line in reversed(said.splitlines()) if line.strip()), "没有说明原因")
    return f"没有完成（{last.strip()}）。每个网站仍是一个完整的版本；请排除故障，{_AGAIN}。"
