import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from builder.search import build_index
from builder.search.service import SearchService
from tests.builder.search.conftest import a_document

pytestmark = pytest.mark.xdist_group("known items")

FOLDERS = ("state-council-documents", "laws-regulations")


def records(path: Path):
    """The records of an NDJSON file; a lone CR inside a record does not end it."""
    data = path.read_bytes()
    lines = gzip.decompress(data) if path.suffix == ".gz" else data
    return [json.loads(line) for line in lines.split(b"\n") if line]


def documents(folder: Path):
    for record in records(folder / "documents.jsonl.gz"):
        if "body_html" in record:
            text = BeautifulSoup(record["body_html"], "lxml").get_text()
        else:
            text = re.sub(r"^#+ |\*\*", "", record["body_markdown"], flags=re.MULTILINE)
        yield a_document(
            record["title"],
            text,
            href=record.get("url") or record["path"],
            document_number=record["document_number"] or "",
            date=record.get("published_date") or record.get("date") or "",
        )


@pytest.fixture(scope="module")
def service(reference_data, tmp_path_factory):
    """A service over every document of the two folders."""
    index = tmp_path_factory.mktemp("index")
    build_index((d for name in FOLDERS for d in documents(reference_data / name)), index)
    return SearchService(index)


@pytest.mark.parametrize(
    ("name", "count"), [("state-council-documents", 50), ("laws-regulations", 200)]
)
def test_every_known_item_is_among_the_first_five(service, reference_data, name, count):
    """
    Twelve characters that stand in one document lead to that document.
    """
    queries = records(reference_data / name / "known-item-queries.jsonl")
    missed = []
    for query in queries:
        reply = service.answer(urlencode({"q": query["query"], "format": "json"}))
        found = [result["href"] for result in json.loads(reply.body)["results"][:5]]
        if query["expect_id"] not in found:
            missed.append((query, found))

    assert len(queries) == count
    assert missed == []
