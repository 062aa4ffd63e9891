"""The audit trail: whatever changes a row is written down, by whatever way it comes, and nobody changes what is written."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client

from experiences.editorial import named_import
from experiences.models import AuditEvent, Edition, Fact, Remit, Theme
from experiences.vocabulary import Role
from ssc_portal.accounts.models import User
from tests.desk import discard, person, publish
from tests.experiences.admin.browsing import change_url, client_of, fields_of, sent
from tests.factories import add_fact, add_lesson, make_country, make_entry, make_theme

pytestmark = pytest.mark.django_db

AUDITED_APPS = ("countries", "experiences", "accounts", "auth")
NOT_AUDITED = {
    "accounts_signinevent": "a log itself",
    "experiences_auditevent": "the trail itself",
    "experiences_notice": "mail to be sent",
    "experiences_save": "what drafts said, of which the trail tells",
    "experiences_searchtally": "counts of searches",
    "experiences_storeddocument": "made from what is audited",
    "auth_permission": "made by migrations",
}


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def trail(table, operation=""):
    events = AuditEvent.objects.filter(table=table).order_by("id")
    return list(events.filter(operation=operation) if operation else events)


def test_every_table_is_audited_or_said_not_to_be():
    models = [model for name in AUDITED_APPS for model in apps.get_app_config(name).get_models(include_auto_created=True)]
    tables = {
        model._meta.db_table
        for model in models
        if model._meta.managed and not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
    }
    audited = {table for (table,) in sql("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit_update'")}
    assert tables - audited == set(NOT_AUDITED)


def test_every_table_of_events_is_only_added_to():
    tracked = {model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    guarded = {table for (table,) in sql("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'only_added_to'")}
    assert tracked
    assert tracked <= guarded


@pytest.fixture
def draft():
    edition = make_entry(title="Wells", publish=False)
    add_fact(edition, 1)
    add_fact(edition, 2, label="Boats")
    return edition


class TestWhatIsWrittenDown:
    def test_a_bulk_update(self, draft):
        Fact.objects.update(value="130")
        events = trail("experiences_fact", "UPDATE")
        assert [(event.before["value"], event.after["value"]) for event in events] == [("120", "130")] * 2
        assert {event.entry_id for event in events} == {draft.entry_id}
        assert {event.row for event in events} == {str(pk) for pk in Fact.objects.values_list("pk", flat=True)}

    def test_sql_by_hand(self, draft):
        sql("DELETE FROM experiences_fact WHERE number = %s", 2)
        [event] = trail("experiences_fact", "DELETE")
        assert (event.before["label"], event.after, event.entry_id) == ("Boats", None, draft.entry_id)

    def test_rows_made_in_bulk(self, draft):
        facts = [Fact(edition=draft, number=n, label="More", value="1", source_id=Fact.objects.all()[0].source_id, locator="p")
                 for n in range(3, 8)]  # fmt: skip
        Fact.objects.bulk_create(facts)
        assert [event.after["number"] for event in trail("experiences_fact", "INSERT")] == list(range(1, 8))

    def test_many_to_many_relations(self, draft):
        draft.themes.add(make_theme("health"))
        lesson = add_lesson(draft, themes=["health"])
        lesson.themes.clear()
        [event] = trail("experiences_edition_themes")
        assert (event.after["theme_id"], event.entry_id) == (make_theme("health").pk, draft.entry_id)
        assert [event.operation for event in trail("experiences_lesson_themes")] == ["INSERT", "DELETE"]
        assert {event.entry_id for event in trail("experiences_lesson_themes")} == {draft.entry_id}

    def test_what_changes_nothing_is_no_change(self, draft):
        Fact.objects.update(value="120")
        sql("UPDATE experiences_fact SET value = value WHERE false")
        assert trail("experiences_fact", "UPDATE") == []

    def test_publication_with_its_steps(self, draft):
        publish(draft)
        states = [(event.before["state"], event.after["state"]) for event in trail("experiences_edition", "UPDATE")]
        assert states[-1] == ("draft", "published")
        assert [event.after["verb"] for event in trail("experiences_step")] == ["create", "submit", "approve", "publish"]
        assert trail("experiences_approval")

    def test_it_outlives_what_it_tells_of(self, draft):
        entry = draft.entry_id
        discard(draft)
        assert trail("experiences_entry", "DELETE")[0].entry_id == entry
        [text] = trail("experiences_editiontext", "DELETE")
        assert (text.before["title"], text.entry_id) == ("Wells", entry)

    def test_roles_rights_and_remits(self):
        who = person("rita", Role.REVIEWER)
        who.groups.add(Group.objects.get(name=Role.PUBLISHER))
        User.objects.filter(pk=who.pk).update(is_superuser=True, is_active=False)
        Remit.objects.create(person=who).countries.add(make_country("FJI"))
        assert [event.after["group_id"] for event in trail("accounts_user_groups", "INSERT")][-1] == Group.objects.get(
            name=Role.PUBLISHER
        ).pk
        [event] = trail("accounts_user", "UPDATE")
        assert (event.before["is_superuser"], event.after["is_superuser"]) == (False, True)
        assert (event.before["is_active"], event.after["is_active"]) == (True, False)
        assert trail("experiences_remit_countries")[0].after["country_id"] == make_country("FJI").pk

    def test_no_password_is(self):
        who = person("rita")
        who.set_password("another")
        who.save()
        assert all("password" not in (event.after or {}) for event in trail("accounts_user"))
        assert "pbkdf2" not in str([(event.before, event.after) for event in trail("accounts_user")])

    def test_records_outside_editions(self):
        Theme.objects.filter(pk=make_theme("health").pk).update(label="Health care")
        [event] = trail("experiences_theme", "UPDATE")
        assert (event.before["label"], event.after["label"]) == ("Health", "Health care")

    def test_a_change_that_is_taken_back_is_not(self, draft):
        try:
            with transaction.atomic():
                Fact.objects.update(value="130")
                raise RuntimeError
        except RuntimeError:
            pass
        assert trail("experiences_fact", "UPDATE") == []


class TestByWhom:
    def test_a_request_names_the_person_the_address_and_the_path(self, draft):
        ed = person("ed", Role.EDITOR)
        client = client_of(ed)
        client.defaults["REMOTE_ADDR"] = "192.0.2.7"
        fields = fields_of(client.get(change_url(draft))) | {"facts-0-value": "140"}
        sent(client, draft, fields)
        [event] = trail("experiences_fact", "UPDATE")
        assert (event.person, event.address, event.way) == (ed, "192.0.2.7", f"POST {change_url(draft)}")
        assert event.after["value"] == "140"

    def test_the_next_request_is_not_taken_for_the_last(self, draft):
        for who in (person("ed", Role.EDITOR), person("eve", Role.EDITOR)):
            client = client_of(who)
            sent(client, draft, fields_of(client.get(change_url(draft))) | {"facts-0-value": who.username})
        assert [event.person.username for event in trail("experiences_fact", "UPDATE")] == ["ed", "eve"]

    def test_an_import_is_named(self, draft):
        with named_import("Content of May"):
            Fact.objects.update(value="130")
        assert trail("experiences_fact", "UPDATE")[0].way.endswith("import “Content of May”")
        Fact.objects.update(value="131")
        assert "Content of May" not in trail("experiences_fact", "UPDATE")[-1].way

    def test_who_is_not_signed_in_has_no_name_but_an_address(self):
        Client(REMOTE_ADDR="192.0.2.9").post("/admin/login/", {"login": "nobody", "password": "x"})
        assert not trail("accounts_user")


@pytest.mark.parametrize(
    "table",
    ["experiences_auditevent", "experiences_themeevent", "countries_countryevent", "experiences_synonymgroupevent"],
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_what_is_written(draft, table, statement):
    if table != "experiences_auditevent":
        statement = statement.replace("SET id", "SET pgh_id")
    make_theme("health")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        sql(statement.format(table))


def test_no_table_is_emptied_behind_the_trails_back(draft):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("TRUNCATE experiences_entry CASCADE")
    assert [event.before["label"] for event in trail("experiences_fact", "DELETE")] == ["Children reached", "Boats"]
    assert trail("experiences_entry", "DELETE")[0].before["ref"] == draft.entry.ref
    assert {event.entry_id for event in trail("experiences_fact", "DELETE")} == {draft.entry_id}


def test_who_made_a_change_of_a_record_stays(draft):
    chief = person("chief", Role.ADMINISTRATOR)
    theme = make_theme("health")
    client = client_of(chief)
    url = f"/admin/experiences/theme/{theme.pk}/change/"
    client.post(url, fields_of(client.get(url)) | {"label": "Health care"})
    assert sql("SELECT metadata ->> 'user' FROM pghistory_context") == [(str(chief.pk),)]
    for statement in ("UPDATE pghistory_context SET metadata = metadata || '{\"user\": 0}'", "DELETE FROM pghistory_context"):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            sql(statement)


class TestThePage:
    URL = "/admin/experiences/auditevent/"

    @pytest.fixture
    def chief(self):
        return client_of(person("chief", Role.ADMINISTRATOR))

    def shown(self, client, **query):
        response = client.get(self.URL, query)
        assert response.status_code == 200
        return response.content.decode().split('id="result_list"')[-1].split("</table>")[0]

    def test_it_tells_before_and_after_in_words(self, chief, draft):
        Fact.objects.filter(number=1).update(state="disputed", value="<b>130</b>")
        page = self.shown(chief)
        assert "Fact 1" in page.replace("fact 1", "Fact 1")
        assert "As stated by the source</del>" in page
        assert "Disputed</ins>" in page
        assert "&lt;b&gt;130" in page
        assert "<b>130" not in page
        assert draft.entry.ref in page

    def test_it_is_filtered_by_person_entry_day_and_table(self, chief, draft):
        other = make_entry(title="Other", publish=False)
        assert other.entry.ref not in self.shown(chief, q=draft.entry.ref)
        assert draft.entry.ref in self.shown(chief, q=draft.entry.ref.lower())
        assert "Wells" not in self.shown(chief, table="experiences_fact")
        assert "Boats" in self.shown(chief, table="experiences_fact")
        assert "Boats" in self.shown(chief, person="nobody", table="experiences_fact")
        assert "Boats" not in self.shown(chief, person=str(User.objects.get(username="chief").pk))
        assert "Boats" not in self.shown(chief, q="2001-01-01")
        day = f"{AuditEvent.objects.latest('id').at:%Y-%m-%d}"
        assert "Boats" in self.shown(chief, q=day, table="experiences_fact")

    def test_strange_questions_find_nothing_and_do_no_harm(self, chief, draft):
        for query in ({"q": "nothing"}, {"person": "x"}, {"person": "9" * 30}, {"table": "'; drop"}, {"at__year": "x"}):
            assert chief.get(self.URL, query).status_code in {200, 302}

    def test_what_is_gone_is_still_told_of(self, chief, draft):
        ref = draft.entry.ref
        discard(draft)
        page = self.shown(chief)
        assert "deleted since" in page
        assert ref in page

    def test_the_number_of_queries_does_not_grow(self, chief, draft, django_assert_max_num_queries):
        chief.get(self.URL)
        with django_assert_max_num_queries(60) as queries:
            chief.get(self.URL, {"table": "experiences_fact"})
        few = len(queries)
        for number in range(3, 30):
            add_fact(draft, number)
        with django_assert_max_num_queries(few):
            chief.get(self.URL, {"table": "experiences_fact"})

    def test_nobody_changes_anything_there(self, chief, draft):
        pk = AuditEvent.objects.all()[0].pk
        for address in (f"{self.URL}add/", f"{self.URL}{pk}/change/", f"{self.URL}{pk}/delete/"):
            assert chief.post(address, {"post": "yes"}).status_code == 404
        assert Edition.objects.exists()
