"""
`zhanqun nginx`: the configuration with which nginx serves the sites as `zhanqun serve` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from builder import elder, options, traditional, web
from builder.addressing import folder_href
from builder.errors import UsageError
from builder.frame import SEARCH
from builder.outputs import gone, not_found, redirects, search_page
from sites.terminal import ChineseCommand

_HEAD = rf"""# 由 zhanqun nginx 生成。请放在 http 段之内，例如 /etc/nginx/conf.d/zhanqun.conf。
# 发布、撤下都不需要重新加载；新的跳转在重新加载之后由 nginx 回答，此前由旧地址上的页面代替。

map_hash_bucket_size 4096;
map_hash_max_size 262144;
map $request_uri $zhanqun_path {{
    "~^(?:{elder.FOLDER[:-1]})?(?<zhanqun_asked>/[^?]*)" $zhanqun_asked;
}}
map $uri $zhanqun_page {{
    "~^{elder.FOLDER[:-1]}(?<zhanqun_plain>/.*)$" $zhanqun_plain;
    default $uri;
}}
map $uri $zhanqun_version {{
    "~^{elder.FOLDER}" "{elder.FOLDER[:-1]}";
}}
map $request_uri $zhanqun_way_out {{
    "~^{elder.FOLDER[:-1]}(?<zhanqun_same>/{elder.PLAIN})(?:\?|$)" $zhanqun_same;
    default /;
}}
map $zhanqun_page $zhanqun_caching {{
    default "{web.CACHED_UNTIL_ASKED}";
    "~{web.UNCHANGING}" "{web.CACHED_FOR_EVER}";
}}
map $request_method $zhanqun_allow {{
    default "{", ".join(web.METHODS)}";
    "~^({"|".join(web.METHODS)})$" "";
}}
"""
# nginx compares the names in a map without regard to case; an address is never sent to itself.
_REDIRECTS = """
map $zhanqun_path $zhanqun_{name}_by_path {{
    include "{map}";
}}
map $zhanqun_page $zhanqun_{name}_target {{
    default $zhanqun_{name}_by_path;
    include "{map}";
}}
map "$zhanqun_page $zhanqun_{name}_target" $zhanqun_{name}_other {{
    default $zhanqun_{name}_target;
    "~^(\\S+) \\1$" "";
}}
map "$zhanqun_version $zhanqun_{name}_other" $zhanqun_{name}_redirect {{
    default $zhanqun_{name}_other;
    "~^(/\\S+) (/.*)$" "$1$2";
}}
"""
_SERVER = """
server {{
{listen}
    server_name {domain};
    root "{root}";
    index index.html;

    disable_symlinks off;
    open_file_cache off;
    etag on;
    if_modified_since exact;
    max_ranges 1;
    absolute_redirect off;
    server_tokens off;
    charset utf-8;
    charset_types {texts};
    default_type {other};
    types {{
{types}
    }}
    gzip on;
    gzip_vary on;
    gzip_proxied any;
    gzip_comp_level {level};
    gzip_min_length {shortest};
    gzip_types {compressed};

{headers}
    add_header Cache-Control $zhanqun_caching;
    add_header Allow $zhanqun_allow always;

    if ($zhanqun_allow) {{
        return 405;
    }}
    if ($zhanqun_{name}_redirect) {{
        return 301 $zhanqun_{name}_redirect;
    }}
    if (-f "$document_root{marks}$zhanqun_page") {{
        return 410;
    }}
    if (-f "$document_root{marks}$zhanqun_page/index.html") {{
        return 410;
    }}
    error_page 403 =404 {not_found};
    error_page 404 {not_found};
    error_page 410 @zhanqun_gone;
    location @zhanqun_gone {{
        try_files {gone} {not_found} =410;
    }}
    # 长辈版：同一批网页，由下面的替换改用大字和简约的版式，链接都留在其中。
    location ^~ {elder} {{
        alias "{root}/";
        error_page 403 =404 {elder_not_found};
        error_page 404 {elder_not_found};
{replacing}
    }}
    # 繁體版：网站有时，页面是其中的文件。
    location ^~ {traditional} {{
        error_page 403 =404 @zhanqun_traditional_not_found;
        error_page 404 @zhanqun_traditional_not_found;
    }}
    location @zhanqun_traditional_not_found {{
        try_files {traditional_not_found} {not_found} =404;
    }}
{search}}}
"""
_SEARCH = """
    location = {service} {{
        proxy_pass http://{search};
        proxy_set_header X-Zhanqun-Site {slug};
        proxy_hide_header X-Content-Type-Options;
    }}
    location = {folder} {{
        if ($arg_q != "") {{
            rewrite ^ {service} last;
        }}
    }}
    location = {elder_service} {{
        proxy_pass http://{search}{service};
        proxy_set_header X-Zhanqun-Site {slug};
        proxy_hide_header X-Content-Type-Options;
{replacing}
    }}
    location = {elder_folder} {{
        if ($arg_q != "") {{
            rewrite ^ {elder_service} last;
        }}
        rewrite ^ {elder_folder}index.html last;
    }}
"""
_UNAVAILABLE = f"""
    error_page 502 504 =503 {SEARCH};
"""
_TO_TLS = """
server {{
{listen}
    server_name {domains};
    return 301 https://$host$request_uri;
}}
"""
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.:\[\]-]+")


@dataclass(frozen=True, slots=True)
class Server:
    """Where nginx finds the sites, and where it is to listen; `tls` is the folder of certificates."""

    root: str
    listen: tuple[str, ...] = ("80", "[::]:80")
    tls: str = ""
    tls_listen: tuple[str, ...] = ("443", "[::]:443")
    search: str = ""


def configuration(domains: dict[str, str], server: Server) -> str:
    """The configuration for sites, given by slug and domain."""
    for value in (*server.listen, *server.tls_listen, *filter(None, [server.search])):
        if not _ADDRESS.fullmatch(value):
            raise UsageError(f"“{value}”不是监听地址。请写成 端口 或 地址:端口。")
    if any(sign in server.root + server.tls for sign in '"$\\\n;'):
        raise UsageError("目录的名称里不能有引号、$、分号、反斜杠和换行。请换一个目录。")
    return "".join([_HEAD, *_blocks(domains, server)])


def _blocks(domains: dict[str, str], server: Server) -> Iterator[str]:
    if server.tls:
        listen = _indented(f"listen {each};" for each in server.listen)
        yield _TO_TLS.format(listen=listen, domains=" ".join(domains.values()))
    for slug, domain in domains.items():
        if not _DOMAIN.fullmatch(domain):
            raise UsageError(f"网站“{slug}”的域名“{domain}”不可用。请修改它的 site.toml。")
        name, root = slug.replace("-", "_"), f"{server.root}/{slug}"
        # A site may have no map; a pattern that fits nothing is no error.
        place = f"{root}{redirects.MAP[:-1]}[{redirects.MAP[-1]}]"
        yield _REDIRECTS.format(name=name, map=place)
        yield _SERVER.format(
            name=name,
            domain=domain,
            root=root,
            listen=_indented(_listening(domain, server)),
            texts=" ".join(sorted(web.TEXTS - {"text/html"})),
            other=web.OTHER_TYPE,
            types=_indented((f"{kind} {name};" for name, kind in web.TYPES.items()), 8),
            level=web.COMPRESSION_LEVEL,
            shortest=web.COMPRESSED_FROM,
            compressed=" ".join(sorted(web.COMPRESSED - {"text/html"})),
            headers=_indented(_headers(server)),
            marks=gone.MARKS,
            gone=not_found.GONE,
            not_found=not_found.PATH,
            elder=elder.FOLDER,
            elder_not_found=elder.inside(not_found.PATH),
            replacing=_replacing(),
            traditional=traditional.FOLDER,
            traditional_not_found=traditional.inside(not_found.PATH),
            search="".join(_searching(slug, server.search)) if server.search else "",
        )


def _searching(slug: str, search: str) -> Iterator[str]:
    """Where questions are asked, in each version."""
    for inside in (str, traditional.inside):
        service, folder = inside(search_page.SERVICE), inside(folder_href(SEARCH))
        yield _SEARCH.format(
            service=service,
            search=search,
            slug=slug,
            folder=folder,
            elder_service=elder.inside(service),
            elder_folder=elder.inside(folder),
            replacing=_replacing(),
        )
    yield _UNAVAILABLE


def _replacing() -> str:
    """What makes a page one of 长辈版."""
    texts = elder.replaced("$zhanqun_way_out").items()
    lines = [f"sub_filter '{old}' '{new}';" for old, new in texts]
    return _indented(iter(["sub_filter_once off;", "sub_filter_last_modified on;", *lines]), 8)


def _listening(domain: str, server: Server) -> Iterator[str]:
    if not server.tls:
        yield from (f"listen {each};" for each in server.listen)
        return
    yield from (f"listen {each} ssl http2;" for each in server.tls_listen)
    yield f'ssl_certificate "{server.tls}/{domain}/fullchain.pem";'
    yield f'ssl_certificate_key "{server.tls}/{domain}/privkey.pem";'


def _headers(server: Server) -> Iterator[str]:
    for name, value in web.SECURITY_HEADERS.items():
        yield f'add_header {name} "{value}" always;'
    if server.tls:
        yield "add_header Strict-Transport-Security max-age=31536000 always;"


def _indented(lines: Iterator[str], width: int = 4) -> str:
    return "\n".join(" " * width + line for line in lines)


@click.command("nginx", cls=ChineseCommand)
@click.option("--root", metavar="目录", help="网页服务器上放网站的目录，默认是本机的网站目录。")
@click.option("--listen", multiple=True, metavar="地址", help="监听的端口或 地址:端口，默认 80。")
@click.option("--tls", default="", metavar="目录", help="证书所在的目录，其中每个域名一个目录。")
@click.option("--tls-listen", multiple=True, metavar="地址", help="有证书时监听的端口，默认 443。")
@click.option("--search", default="", metavar="地址", help="搜索服务的 地址:端口；不写则没有搜索。")
@options.output
@options.var
def nginx_command(
    root: str | None,
    listen: tuple[str, ...],
    tls: str,
    tls_listen: tuple[str, ...],
    search: str,
    output: Path | None,
    var: Path,
) -> None:
    """写出 nginx 的配置：域名、跳转、撤下的地址、压缩和安全响应头。"""
    output = output or var / "output"
    domains = {slug: domain for slug, (_, domain) in web.built_sites(output).items()}
    if not domains:
        raise UsageError(f"{output}：这里还没有网站。请先运行 zhanqun build。")
    place = (root or str(output.resolve())).rstrip("/")
    usual = Server(place)
    server = Server(
        place, listen or usual.listen, tls.rstrip("/"), tls_listen or usual.tls_listen, search
    )
    click.echo(configuration(domains, server), nl=False)
