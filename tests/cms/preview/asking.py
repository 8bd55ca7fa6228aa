"""Asks the cms for a draft, as the preview process does."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.urls import reverse

TOKEN = {"Authorization": "Bearer test-token"}


def ask(token: str, **query: str) -> Any:
    """What the cms answers the preview process, which asks for a reader far away."""
    headers = {**TOKEN, "X-Forwarded-For": "198.51.100.7"}
    return Client().get(reverse("feed-preview", args=[token]), query, headers=headers)


def records(answer: Any) -> list[dict[str, Any]]:
    """The lines of a feed between its first and last."""
    assert answer.status_code == 200, answer.content.decode()
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert lines[-1]["count"] == len(lines) - 2
    return lines[1:-1]
