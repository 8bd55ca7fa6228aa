"""
Debian's nginx on the loopback address, for as long as it is needed.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.programs import free_port

_CONFIGURATION = """
daemon off;
{user}
worker_processes 1;
worker_rlimit_nofile 65536;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 32768; }}
http {{
    include /etc/nginx/mime.types;
    charset utf-8;
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        # LinkChecker asks ten times a second at most, save where a server says that it may ask faster.
        add_header LinkChecker allowed always;
    }}
}}
"""


@contextmanager
def served(root: Path, folder: Path) -> Iterator[str]:
    """The address under which the files in `root` are served."""
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            user="user root;" if os.getuid() == 0 else "", folder=folder, root=root, port=port
        )
    )
    server = subprocess.Popen([_nginx(), "-c", configuration], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def _nginx() -> str:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if found is None and os.getuid() == 0:
        subprocess.run(["apt-get", "install", "-qq", "-y", "nginx-light"], check=True)
        found = shutil.which("/usr/sbin/nginx")
    if found is None:
        raise SystemExit("没有找到 nginx。请先安装，例如：apt-get install nginx-light。")
    return found


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("nginx 没有在 10 秒内启动。请查看 var/bench/check/nginx.log。")
