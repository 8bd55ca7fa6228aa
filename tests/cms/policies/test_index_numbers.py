"""索引号: allocated at first publication, unique, never reused."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.bodies.models import Body
from cms.columns.models import Column, SiteHome
from cms.policies.index_numbers import IndexNumberError
from cms.policies.models import PolicyDocument
from cms.review.guard import import_right
from sites.credit_code import check_character

pytestmark = pytest.mark.django_db

CODE = "119999000000000019"[:17]
CREDIT_CODE = CODE + check_character(CODE)
PREFIX = CREDIT_CODE[8:17]


@pytest.fixture
def column() -> Column:
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="示例", slug="example"))
    return home.add_child(
        instance=Column(title="文件", slug="wj", description="文件", column_type="政策文件")
    )


@pytest.fixture
def body() -> Body:
    return Body.objects.create(name="示例市示例局", credit_code=CREDIT_CODE)


def a_draft(column: Column, body: Body | None, title: str = "关于示例的通知") -> PolicyDocument:
    return column.add_child(instance=PolicyDocument(title=title, issuing_body=body, live=False))


def publish(document: PolicyDocument) -> PolicyDocument:
    with import_right("test"):
        document.save_revision().publish()
    return PolicyDocument.objects.get(pk=document.pk)


def test_a_draft_has_no_number_and_a_published_document_has_one(column, body):
    """
    The number comes with the first publication: nine characters of the body's code, year, serial.
    """
    document = a_draft(column, body)
    assert document.index_number == ""

    document = publish(document)

    year = document.first_published_at.year
    assert document.index_number == f"{PREFIX}/{year}-00001"


def test_publishing_again_keeps_the_number(column, body):
    """
    An old revision, saved before there was a number, does not take it away.
    """
    document = a_draft(column, body)
    before = document.save_revision()
    first = publish(document).index_number

    with import_right("test"):
        before.publish()

    assert PolicyDocument.objects.get(pk=document.pk).index_number == first


def test_a_number_is_not_used_again_after_its_document_is_deleted(column, body):
    """
    The serial goes on.
    """
    document = publish(a_draft(column, body))
    number = document.index_number
    document.delete()

    assert publish(a_draft(column, body, "另一份")).index_number == number[:-1] + "2"


def test_an_imported_number_is_never_given_to_another(column, body):
    """
    A serial that an imported document already bears is passed over.
    """
    year = publish(a_draft(column, body)).first_published_at.year
    with import_right("test"):
        column.add_child(
            instance=PolicyDocument(
                title="导入的", is_imported=True, index_number=f"{PREFIX}/{year}-00002"
            )
        )

    assert publish(a_draft(column, body, "后来的")).index_number == f"{PREFIX}/{year}-00003"


def test_a_copy_gets_a_number_of_its_own(column, body):
    """
    Copying a document copies neither its number nor its claim to it.
    """
    original = publish(a_draft(column, body))

    copied = original.copy(update_attrs={"slug": "copy", "title": "副本"}, keep_live=False)

    assert copied.index_number == ""
    assert publish(copied).index_number != original.index_number


def test_without_an_issuing_body_nothing_is_published(column):
    """
    The refusal says what to do.
    """
    with pytest.raises(IndexNumberError, match="请填写后再发布"):
        publish(a_draft(column, None))
