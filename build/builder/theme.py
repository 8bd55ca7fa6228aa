"""
The theme: templates with documented names (`builder.contexts`) and static files named by content.

Autoescape is on and an undefined name is an error; templates come from the theme's folder only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from msgspec import Struct

from builder import contexts
from builder.errors import ThemeError
from builder.escaping import PrintingTemplate
from builder.headings import lowered
from builder.labels import nested
from builder.page_parts import PageParts
from builder.traditional import HERE

PAGE_CONTEXTS: Mapping[str, type[contexts.Base]] = {
    "home": contexts.Home,
    "list": contexts.Listing,
    "overview": contexts.Overview,
    "catalogue": contexts.Catalogue,
    "search": contexts.Search,
    "sitemap": contexts.Sitemap,
    "accessibility": contexts.Accessibility,
    "moved": contexts.Moved,
    "leaving": contexts.Leaving,
    "404": contexts.NotFound,
    "410": contexts.Gone,
    "article": contexts.Article,
    "policy_document": contexts.PolicyDocument,
    "interpretation": contexts.Interpretation,
    "leader": contexts.Leader,
    "body_profile": contexts.BodyProfile,
    "data_release": contexts.DataRelease,
    "topic": contexts.Topic,
    "gazette_issue": contexts.GazetteIssue,
    "interview": contexts.Interview,
    "standing_page": contexts.StandingPage,
}
"""The class behind each page template; other page types get `Article` and their own fields."""

STYLE = "site.css.jinja"
FRAGMENTS = ("header", "footer")
"""The components that are templates: each is rendered once per column."""

_HERE = HERE.encode()
_Text = TypeVar("_Text", str, bytes)
_REFERENCE = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+(?:(["'])([^"']+)\1)?""")
_STATIC = re.compile(r"""\bstatic\((?:\s*(["'])([^"']+)\1\s*\))?""")
_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')?#]+)([?#][^"')]*)?\1\s*\)""")


class Theme:
    """
    Templates and static files of the theme in `folder`.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "pages").is_dir():
            raise ThemeError(f"{folder}：这里没有主题（缺少 pages 文件夹）。请核对 --theme。")
        self.folder = folder
        self._static = _static_files(folder / "static")
        self._names = {name: address for name, (address, _) in self._static.items()}
        self._sources = _sources(folder)
        self._digests: dict[str, str] = {}
        self.environment = Environment(
            # Read once: what is rendered is what the digests are of.
            loader=DictLoader(self._sources),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        self.environment.template_class = PrintingTemplate
        self.environment.globals["static"] = self.static
        self.environment.filters.update(lowered=lowered, nested=nested)
        self._parts = PageParts(self.environment)

    def static(self, name: str) -> str:
        """The address of a static file; what templates call `static('js/page.js')`."""
        try:
            return self._names[name]
        except KeyError as error:
            raise ThemeError(
                f"{self.folder.name}：模板引用了不存在的静态文件“{name}”。请补上文件或更正模板。"
            ) from error

    def static_files(self) -> dict[str, bytes]:
        """Every static file by address."""
        return dict(self._static.values())

    def render(self, name: str, context: object) -> str:
        """The template with the fields of a context class; a fault is a `ThemeError`."""
        return self._rendered(name, context, lambda names: self._template(name).render(names))

    def style(self, colors: contexts.Colors, *, is_grey: bool = False) -> str:
        """The style sheet of a site with these colours, or in shades of grey."""
        return self.render(STYLE, {"colors": colors, "is_grey": is_grey})

    def render_page(self, name: str, context: object) -> bytes:
        """The same for a page, in UTF-8: its frame is rendered once for a column."""
        return self._rendered(name, context, lambda names: self._page(name, names))

    def _page(self, name: str, names: dict[str, object]) -> bytes:
        # A frame is made once for many pages: their own addresses come last.
        return self._parts.render(name, names).replace(_HERE, str(names["here"]).encode())

    def _template(self, name: str) -> Template:
        return self.environment.get_template(name)

    def _rendered(
        self, name: str, context: object, render: Callable[[dict[str, object]], _Text]
    ) -> _Text:
        try:
            return render(_names_in(context))
        except UndefinedError as error:
            raise ThemeError(
                f"{self._path(name)}：模板用了没有提供的名称（{error.message}）。"
                "可用的名称见 builder/contexts.py。"
            ) from error
        except (TemplateNotFound, TemplateSyntaxError) as error:
            raise self._broken(name, error) from error

    def digests(self) -> dict[str, str]:
        """Template → digest of it and of all that it uses; the static files stand under `static`."""
        if not self._digests:
            static = hashlib.sha256("\n".join(self._static_names()).encode()).hexdigest()
            digests = {name: self._digest(name, self._sources) for name in self._sources}
            self._digests = {"static": static} | digests
        return self._digests

    def _digest(self, name: str, sources: Mapping[str, str]) -> str:
        found: dict[str, str] = {}
        pending = [name]
        while pending:
            at = pending.pop()
            if at in found or at not in sources:
                continue
            found[at] = sources[at]
            pending += _referenced(sources[at], sources)
        names = {name for source in found.values() for name in _static_used(source)}
        addresses = (
            self._static_names()
            if None in names
            else sorted(self._names.get(each, "") for each in names if each)
        )
        parts = [*(part for pair in sorted(found.items()) for part in pair), *addresses]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _static_names(self) -> list[str]:
        return sorted(self._names.values())

    def check(self, page_types: Mapping[str, Sequence[str]]) -> None:
        """
        See that every page type has its template and that no page template uses an unknown name.
        `page_types` gives the fields of each page type.
        """
        for name in {**dict.fromkeys(PAGE_CONTEXTS), **dict.fromkeys(page_types)}:
            if not (self.folder / "pages" / f"{name}.html").is_file():
                raise ThemeError(
                    f"{self._path(f'pages/{name}.html')}：页面类型 {name} 没有模板。请新建这个模板。"
                )
            known = _fields(PAGE_CONTEXTS.get(name, contexts.Article))
            self._check_names(f"pages/{name}.html", known | set(page_types.get(name, ())))
        for name in FRAGMENTS:
            self._check_names(f"components/{name}/template.html", _fields(contexts.Navigation))

    def _check_names(self, name: str, known: set[str] | frozenset[str]) -> None:
        try:
            source = self.environment.loader.get_source(self.environment, name)[0]  # type: ignore[union-attr]
            tree = self.environment.parse(source, name)
        except (TemplateNotFound, TemplateSyntaxError) as error:
            raise self._broken(name, error) from error
        own = known | _names_made_in(tree) | set(self.environment.globals)
        unknown = find_undeclared_variables(tree) - own
        if unknown:
            raise ThemeError(
                f"{self._path(name)}：模板用了没有提供的名称 {'、'.join(sorted(unknown))}。"
                "可用的名称见 builder/contexts.py。"
            )
        for other in find_referenced_templates(tree):
            if other is not None and not (self.folder / other).is_file():
                raise ThemeError(f"{self._path(name)}：引用的模板 {other} 不存在。请补上或更正。")

    def _path(self, name: str) -> str:
        return f"themes/{self.folder.name}/{name}"

    def _broken(self, name: str, error: TemplateNotFound | TemplateSyntaxError) -> ThemeError:
        if isinstance(error, TemplateSyntaxError):
            place = self._path(error.name or name)
            return ThemeError(
                f"{place} 第 {error.lineno} 行：模板有语法错误（{error.message}）。请改正。"
            )
        return ThemeError(f"{self._path(name)}：找不到模板 {error.name}。请新建这个模板。")


class ThemeFolder:
    """The theme in a folder, read again when a file of it is another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[tuple[Path, int, int, int]] = []
        self._theme: Theme | None = None

    def theme(self) -> Theme:
        """The theme as it is now."""
        files = [
            (path, found.st_ino, found.st_size, found.st_mtime_ns)
            for path in sorted(self._folder.rglob("*"))
            for found in (path.stat(),)
        ]
        if self._theme is None or files != self._files:
            self._theme, self._files = Theme(self._folder), files
        return self._theme


def _sources(folder: Path) -> dict[str, str]:
    """Name → text of every template."""
    paths = (path for path in folder.rglob("*") if path.suffix in (".html", ".jinja"))
    return {path.relative_to(folder).as_posix(): _text_of(path) for path in sorted(paths)}


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path}：这个文件不是 UTF-8 编码。请另存为 UTF-8。") from error


def _referenced(source: str, names: Iterable[str]) -> Iterable[str]:
    """The templates that one extends, includes or imports; all of them where a name is reckoned."""
    found = [match.group(2) for match in _REFERENCE.finditer(source)]
    return names if None in found else found


def _static_used(source: str) -> Iterator[str | None]:
    """The static files it names; None where a name is reckoned."""
    for match in _STATIC.finditer(source):
        yield match.group(2)


def _names_made_in(tree: nodes.Template) -> set[str]:
    """Names that the template itself sets or imports, which blocks see at run time."""
    made = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    made |= {node.name for node in tree.find_all(nodes.Macro)}
    made |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in node.names}
    return made


def _fields(kind: type[Struct]) -> frozenset[str]:
    return frozenset(kind.__struct_fields__)


def _names_in(context: Any) -> dict[str, object]:
    if isinstance(context, dict):
        return context
    return {name: getattr(context, name) for name in context.__struct_fields__}


def _static_files(folder: Path) -> dict[str, tuple[str, bytes]]:
    """
    Name → (address, content). Stylesheets come last, because their content names other files.
    """
    found: dict[str, tuple[str, bytes]] = {}
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in sorted(paths, key=lambda each: each.suffix == ".css"):
        name = path.relative_to(folder).as_posix()
        is_style = path.suffix == ".css"
        content = _addressed(name, _text_of(path), found) if is_style else path.read_bytes()
        found[name] = (_hashed(name, content), content)
    return found


def _hashed(name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()[:8]
    place = PurePosixPath(name)
    return str(PurePosixPath("/static") / place.parent / f"{digest}-{place.name}")


def _addressed(name: str, css: str, known: Mapping[str, tuple[str, bytes]]) -> bytes:
    """The stylesheet with `url(…)` of our own files replaced by their addresses."""

    def replace(match: re.Match[str]) -> str:
        target = str(PurePosixPath(name).parent / match.group(2))
        if target not in known:
            return match.group()
        return f'url("{known[target][0]}{match.group(3) or ""}")'

    return _CSS_URL.sub(replace, css).encode()
