"""Two sites, each with people of its own, and what one of them does about a text of the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from cms.columns.models import Column, SiteHome, SiteSettings
from cms.placements import placing
from cms.placements.models import SitePlacement
from cms.review.groups import ensure_site, group_of
from cms.review.rights import SITE_ROLES, PlaceState, Role
from tests.cms.feed.city import a_column
from tests.cms.review.desk import Desk


@dataclass
class Neighbours:
    """The desk's site is the source; the other shows its texts, or not."""

    desk: Desk
    home: SiteHome
    notices: Column
    news: Column
    people: dict[Role, Any]
    clients: dict[Role, Client] = field(default_factory=dict)

    def client(self, role: Role) -> Client:
        """The browser of the person in this role at the other site."""
        if role not in self.clients:
            self.clients[role] = Client()
            self.clients[role].force_login(self.people[role])
        return self.clients[role]

    def offered(self, page: Any = None) -> SitePlacement:
        """A text that its editor offered to the other site."""
        page = page or self.desk.published()
        return placing.offer(self.desk.people[Role.EDITOR], page, self.home, "与贵局职责有关")

    def shown(self, page: Any = None, **how: Any) -> SitePlacement:
        """A text that the other site accepted."""
        place = self.offered(page)
        placing.accept(self.people[Role.SITE_MANAGER], place, self.notices, **how)
        return SitePlacement.objects.get(pk=place.pk)

    def at(self, state: PlaceState) -> SitePlacement:
        """A place that stands there."""
        place = self.offered()
        manager = self.people[Role.SITE_MANAGER]
        if state in (PlaceState.SHOWN, PlaceState.TAKEN_OFF, PlaceState.ENDED):
            placing.accept(manager, place, self.notices)
        if state is PlaceState.TAKEN_OFF:
            placing.take_off(manager, place, "已过时")
        if state is PlaceState.ENDED:
            self.desk.do(Role.FINAL, place.page, "withdraw", kind="ordinary", reason="已过时")
        if state is PlaceState.REFUSED:
            placing.decline(manager, place, "与本局无关")
        if state is PlaceState.RECALLED:
            placing.recall(self.desk.people[Role.EDITOR], place)
        return SitePlacement.objects.get(pk=place.pk)


def step(client: Client, place: SitePlacement, name: str, **data: Any) -> Any:
    """Post the form of a step."""
    return client.post(reverse("placements_step", args=[place.pk, name]), data)


def neighbours_of(desk: Desk) -> Neighbours:
    """A second site, with its groups, its columns and one person in each of its roles."""
    root = Page.get_first_root_node()
    home = root.add_child(instance=SiteHome(title="邻居", slug="neighbour"))
    site = Site.objects.create(hostname="neighbour.example.gov.cn", root_page=home)
    SiteSettings.objects.create(site=site)
    collections = Collection.get_first_root_node()
    ensure_site(home, site, "邻居", collections.add_child(instance=Collection(name="邻居")))
    people = {}
    for role in SITE_ROLES:
        name = {"username": f"neighbour-{role.value}", "last_name": f"邻居{role.label}"}
        people[role] = get_user_model().objects.create(**name)
        people[role].groups.add(group_of(role, home))
    notices = home.add_child(instance=a_column("公告", "gg"))
    news = home.add_child(instance=a_column("动态", "dt"))
    return Neighbours(desk, home, notices, news, people)
