"""The sample people and entries of the handbook's pictures, and the screens that show them. Made up, all of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from countries.models import Country
from experiences import editorial
from experiences.importing.importer import import_files
from experiences.models import Edition, EditionText, Organisation, Remit, Source, Theme
from experiences.vocabulary import EntryType, Kind, Role
from ssc_portal.accounts.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page

PEOPLE = {
    "ana": ("Ana Tuilagi", Role.FOCAL_POINT),
    "wen": ("Li Wen", Role.EDITOR),
    "ravi": ("Ravi Perera", Role.REVIEWER),
    "paula": ("Paula Santos", Role.PUBLISHER),
    "marie": ("Marie Dubois", Role.TRANSLATOR),
    "tom": ("Tom Vaka", Role.ADMINISTRATOR),
}
RECORDS = ("countries", "themes", "organisations", "sources", "recommendations")
SUMMARY = (
    "Registrars travel by boat to the outer islands twice a year and register births on the spot. "
    "Parents no longer lose days and fares for a paper. Most children are now registered before they start school."
)
PASSWORD = "four quiet boats upriver"  # noqa: S105 - of a made-up person
IMPORTED = """sources:
  - {key: SRC-BOAT, title: "Registers that travel: a report", type: report}
entries:
  - key: EX-BOAT
    kind: exchange
    type: study_visit
    texts:
      en: {title: Registrars of two islands meet, summary: They compared their registers., original: true}
    citations: [{source: SRC-BOAT, locator: page 4}]
"""


def person(username: str) -> User:
    """One of the people."""
    return User.objects.get(username=username)


def make_people() -> None:
    """Everybody, with roles and remits."""
    for username, (name, role) in PEOPLE.items():
        said: dict[str, Any] = {"full_name": name, "is_staff": True, "date_joined": timezone.now()}
        user = User.objects.create_user(username, f"{username}@example.org", **said)
        user.groups.add(Group.objects.get(name=role))
    Remit.objects.create(person=person("ana")).countries.add(Country.objects.get(iso3="FJI"))
    Remit.objects.create(person=person("marie"), languages=["fr"])
    paula = person("paula")
    paula.set_password(PASSWORD)
    paula.save()
    Authenticator.objects.create(user=paula, type=Authenticator.Type.TOTP, data={"secret": "MFRGGZDFMZTWQ2LKNNWG23TPOA"})


def draft(by: str, title: str, summary: str, *, theme: str = "basic-education", **sections: str) -> Edition:
    """An experience of Fiji, begun by somebody, with a source and a theme."""
    edition = editorial.start_entry(Kind.EXPERIENCE, EntryType.PROMISING_PRACTICE, by=person(by))
    EditionText.objects.create(edition=edition, language="en", title=title, summary=summary, **sections)
    edition.country_roles.create(country=Country.objects.get(iso3="FJI"), role="lead", position=0)
    edition.themes.add(Theme.objects.get(slug=theme))
    edition.organisation_roles.create(organisation=Organisation.objects.order_by("pk")[0], role="lead", position=0)
    edition.citations.create(source=_source(), locator="paragraph 12", position=0)
    return edition


def _source() -> Source:
    return Source.objects.order_by("pk")[0]


def approved(edition: Edition, by: str) -> Edition:
    """The draft, handed in by who wrote it and approved by Ravi."""
    edition = editorial.submit(edition, by=person(by))
    return editorial.approve(edition, seen=editorial.fingerprint(edition), by=person("ravi"))


def full_draft() -> Edition:
    """One about which there is much to say."""
    edition = draft(
        "ana",
        "Birth registration by boat in Fiji",
        SUMMARY,
        theme="access-to-justice",
        context="Families on the outer islands live hours by boat from the nearest registry.",
        approach="A registrar and a nurse travel together, so that one visit serves for vaccination and registration.",
        results="More children have a birth certificate before they start school.",
        replication="A boat that goes anyway, a registrar who may sign on the spot, and a register that works without a network.",
    )
    source = _source()
    edition.facts.create(
        number=1,
        label="Births registered in the first year",
        value="1,200",
        unit="births",
        period_from="2009",
        source=source,
        locator="paragraph 12",
    )
    edition.lessons.create(
        number=1,
        statement="Registration reaches families when it comes with a service that they want anyway.",
        polarity="positive",
        source=source,
        locator="paragraph 13",
    )
    return edition


def next_edition(first: Edition) -> Edition:
    """A correction of what is published, changed in two places, handed in, and commented on."""
    edition = editorial.start_edition(first.entry, by=person("ana"))
    editorial.note_change(edition, seen_revision=edition.revision, by=person("ana"))
    edition.texts.update(
        summary=SUMMARY.replace("twice a year", "four times a year"),
        results="Nearly all children have a birth certificate before they start school.",
    )
    edition.facts.update(value="1,450")
    editorial.submit(edition, by=person("ana"), note="The ministry sent new figures in February.")
    about = editorial.comment(edition, body="Which report has the new figure? Please cite it.", about="fact/1", by=person("ravi"))
    editorial.answer(about, body="The annual report of 2025, page 8. I shall add it.", by=person("ana"))
    return edition


def rewritten_draft(clock: Any) -> Edition:
    """One whose summary was better before: saved twice."""
    edition = draft("wen", "Teachers on motorbikes", "Two teachers reach 14 hamlets a week, and children learn in between.")
    for summary in ("", "Teachers visit hamlets."):
        editorial.note_change(edition, seen_revision=edition.revision, by=person("wen"))
        if summary:
            edition.texts.update(summary=summary)
        editorial.keep_save(edition, by=person("wen"))
        clock.pass_by(minutes=40)
    return edition


def screens(clock: Any) -> list[dict[str, Any]]:
    """Make it all, day by day, and say which screens to show."""
    import_files([settings.BASE_DIR / "fixtures" / f"{name}.yaml" for name in RECORDS])
    make_people()
    first = editorial.publish(approved(full_draft(), "ana"), by=person("paula"))
    clock.pass_by(days=1, hours=2)
    waiting = approved(draft("wen", "Schools that open in the evening", "Girls who work by day learn in the evening."), "wen")
    clock.pass_by(days=1)
    second = next_edition(first)
    clock.pass_by(hours=3)
    unfinished = draft(
        "ana",
        "Health books in every language",
        "",
        theme="maternal-and-child-health",
        context="Mothers could not read the health book.",
    )
    rewritten = rewritten_draft(clock)
    typed = draft("wen", "Cash for school", "Families receive cash when children go to school.")
    clock.pass_by(days=1, minutes=20)
    experience = "admin:experiences_experience"
    return [
        {"name": "sign-in", "who": "", "address": reverse("admin:login"), "height": 560},
        {"name": "second-factor", "who": "", "address": reverse("admin:login"), "height": 560, "first": give_password},
        {"name": "desk", "who": "ravi", "address": reverse("admin:index"), "height": 760},
        {"name": "start", "who": "ana", "address": reverse(f"{experience}_add"), "height": 720},
        {"name": "form", "who": "ana", "address": reverse(f"{experience}_change", args=[unfinished.pk]), "height": 900},
        {"name": "preview-links", "who": "ana", "address": reverse(f"{experience}_preview_links", args=[second.pk])},
        {"name": "review", "who": "ravi", "address": reverse(f"{experience}_review", args=[second.pk]), "height": 1000},
        {"name": "differences", "who": "wen", "address": reverse(f"{experience}_differences", args=[second.pk]), "height": 800},
        {"name": "publish", "who": "paula", "address": reverse(f"{experience}_publish", args=[waiting.pk]), "height": 580},
        {"name": "schedule", "who": "paula", "address": reverse(f"{experience}_schedule", args=[waiting.pk]), "height": 800},
        {"name": "go-back", "who": "wen", "height": 640,
         "address": reverse(f"{experience}_go_back", args=[rewritten.pk]) + f"?save={rewritten.revision - 1}"},
        {"name": "notices", "who": "ana", "address": reverse("account_notices"), "height": 760},
        {"name": "two-people", "who": "wen", "address": reverse(f"{experience}_change", args=[typed.pk]), "height": 900,
         "first": collide(typed, clock)},
        {"name": "withdraw", "who": "paula", "address": reverse(f"{experience}_withdraw", args=[first.pk])},
        {"name": "import", "who": "tom", "address": reverse("admin:experiences_import_run"), "first": check_file},
        {"name": "person", "who": "tom", "address": reverse("admin:accounts_user_change", args=[person("ana").pk]),
         "height": 1320, "first": lambda page: page.evaluate("scrollTo(0, 0)")},
    ]  # fmt: skip


def give_password(page: "Page") -> None:
    """Fill in the first page of signing in."""
    page.fill("[name=login]", "paula")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def collide(edition: Edition, clock: Any) -> Callable[["Page"], None]:
    """Type something while somebody else saves, then save."""

    def do(page: "Page") -> None:
        page.fill("#id_texts-0-summary", "Poor families receive cash every month when their children go to school.")
        chief = person("tom")
        clock.pass_by(minutes=5)
        there = Edition.objects.get(pk=edition.pk)
        editorial.note_change(there, seen_revision=there.revision, by=chief)
        there.texts.update(summary="Families receive cash when their daughters go to school.")
        page.get_by_role("button", name="Save and continue editing").click()
        page.wait_for_load_state()
        page.evaluate("scrollTo(0, 0)")

    return do


def check_file(page: "Page") -> None:
    """Have a file checked."""
    page.set_input_files("#id_file", {"name": "boats.yaml", "mimeType": "application/yaml", "buffer": IMPORTED.encode()})
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_load_state()
