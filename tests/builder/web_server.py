"""
Debian's nginx, configured by `zhanqun nginx`, over the sites of a test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder import web
from builder.nginx import Server, configuration
from tests.programs import free_port, listening, program

NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    include {folder}/sites.conf;
}}
"""


@contextmanager
def nginx_over(folder: Path, output: Path, search: str = "") -> Iterator[int]:
    """The port of the loopback address at which it serves the sites that lie in `output`."""
    command, port = program("nginx", "nginx-light"), free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    domains = {slug: domain for slug, (_, domain) in web.built_sites(output).items()}
    server = Server(str(output), (f"127.0.0.1:{port}",), search=search)
    (folder / "sites.conf").write_text(configuration(domains, server))
    with listening(port, command, "-c", folder / "nginx.conf"):
        yield port
