"""A site with its people, and texts at every stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from cms.news.models import Article
from cms.policies.models import PolicyDocument
from cms.review import steps
from cms.review.groups import ensure_administrators, ensure_site, group_of
from cms.review.guard import import_right
from cms.review.rights import ADMINISTRATORS, SITE_ROLES, Role, State
from tests.cms.feed.city import City, a_city

REVIEWS = (Role.FIRST, Role.SECOND, Role.FINAL)


@dataclass
class Desk:
    """The city and somebody in each role."""

    city: City
    people: dict[Role, Any]
    clients: dict[Role, Client] = field(default_factory=dict)

    def client(self, role: Role) -> Client:
        """The browser of the person in this role."""
        if role not in self.clients:
            self.clients[role] = Client()
            self.clients[role].force_login(self.people[role])
        return self.clients[role]

    def draft(self, title: str = "新稿", model: type = Article, **fields: Any) -> Any:
        """A text that the editor wrote and has not submitted."""
        page = model(title=title, live=False, owner=self.people[Role.EDITOR], **fields)
        self.city.notices.add_child(instance=page)
        page.save_revision(user=self.people[Role.EDITOR])
        return fresh(page)

    def document(self, title: str = "新文件") -> PolicyDocument:
        """A policy document that lacks nothing but its reviews."""
        return self.draft(title, PolicyDocument, issuing_body=self.city.body)

    def submit(self, page: Any) -> Any:
        """The editor hands it in."""
        page.get_workflow().start(page, self.people[Role.EDITOR])
        return fresh(page)

    def pass_reviews(self, page: Any, *roles: Role) -> Any:
        """One review after the other, by the person in that role."""
        for role in roles:
            steps.approve(self.people[role], fresh(page))
        return fresh(page)

    def at(self, state: State) -> Any:
        """A text that stands there."""
        if state is State.LIVE:
            return self.published()
        page = self.draft(f"稿件{state.label}")
        if state is State.DRAFT:
            return page
        if state is State.WITHDRAWN:
            page = self.published(page)
            steps.withdraw(self.people[Role.FINAL], page, "ordinary", "已过时")
            return fresh(page)
        if state is State.SCHEDULED:
            return self._scheduled(page)
        page = self.submit(page)
        if state is State.RETURNED:
            steps.refuse(self.people[Role.FIRST], page, "标题不准确", "title", "标题")
            return fresh(page)
        passed = (State.FIRST, State.SECOND, State.FINAL).index(state)
        return self.pass_reviews(page, *REVIEWS[:passed])

    def published(self, page: Any = None) -> Any:
        """A text that went through all of it."""
        return self.pass_reviews(self.submit(page or self.draft()), *REVIEWS)

    def _scheduled(self, page: Any) -> Any:
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision(user=self.people[Role.EDITOR])
        return self.published(fresh(page))

    def do(self, role: Role, page: Any, step: str, **data: str) -> Any:
        """Post the form of a step."""
        return self.client(role).post(reverse("review_step", args=[page.pk, step]), data)


def fresh(page: Any) -> Any:
    """The page as it is in the database, with its newest text."""
    return type(page).objects.get(pk=page.pk)


def a_desk() -> Desk:
    """A city whose site has its groups, its workflow and one person in each role."""
    with import_right("test"):
        city = a_city()
    city.body.credit_code = "11999900MB0000001X"
    city.body.save()
    root = Collection.get_first_root_node()
    ensure_site(city.home, city.site, "示例", root.add_child(instance=Collection(name="示例")))
    ensure_administrators()
    people = {}
    for role in Role:
        user = get_user_model().objects.create(username=role.value, last_name=role.label)
        home = None if role in ADMINISTRATORS else city.home
        user.groups.add(group_of(role, home))
        people[role] = user
    assert set(SITE_ROLES) | set(ADMINISTRATORS) == set(people)
    return Desk(city, people)
