import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone, translation

from experiences.markdown import as_html
from experiences.models import Assessment, EditionText, OrganisationRole, Relation
from experiences.vocabulary import Role, Scope, WithdrawalReason
from tests.desk import merge, person, start_edition, withdraw
from tests.factories import (
    add_contact,
    add_fact,
    add_lesson,
    add_transfer,
    make_entry,
    make_organisation,
    make_recommendation,
    make_source,
    published,
)

pytestmark = pytest.mark.django_db


def get(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response
    return response.content.decode()


def page_of(client, edition, query=""):
    return get(client, edition.get_absolute_url() + query)


def relate(edition, type, target, note=""):
    return Relation.objects.create(edition=edition, type=type, target=target.entry, note=note)


@pytest.fixture
def staff_client(client):
    client.force_login(person("curator", Role.REVIEWER))
    return client


# ---- What it shows ----


@pytest.fixture
def full():
    """A published agreement that uses every field."""
    edition = make_entry(
        kind="agreement",
        type="mou",
        title="Agreement on the safety of children",
        summary="Two countries agreed to keep children safe.",
        countries=[("VNM", "party"), ("CHN", "party"), ("CHN", "host")],
        themes=["trafficking"],
        sections={
            "acronym": "ASC",
            "other_titles": ["Safety agreement"],
            "description": "It has *two* parts:\n\n- prevention\n- response",
        },
        agreement_status="signed",
        modality="south_south",
        place="Beijing",
        period_from="2010-11-04",
        publish=False,
    )
    OrganisationRole.objects.create(edition=edition, organisation=make_organisation("unicef", name="UNICEF"), role="facilitating")
    edition.recommendations.add(make_recommendation())
    add_fact(edition, 1, value="17", unit="companies", about="Partners", note="As counted.", period_from="2011")
    add_fact(edition, 2, value="16", label="Partners listed", disagrees_with=1, state="disputed", source=make_source("DOC-2"))
    add_lesson(edition, 1, statement="Begin with the law.", themes=["justice"])
    add_lesson(edition, 2, statement="Do not wait for money.", polarity="negative")
    add_transfer(edition, "VNM", "CHN", extent="adopted", adapted="The forms were changed.")
    add_contact(edition, "Bureau of Civil Affairs", url="https://example.org/bureau")
    Assessment.objects.create(
        edition=edition, criterion="relevance", evidence="It answers a need.", source=make_source(), locator="page 5"
    )
    return published(edition)


def test_everything_that_the_model_holds_is_there(client, full):
    page = page_of(client, full)
    for part in [
        "<title>Agreement on the safety of children",
        '<span class="kind kind-agreement">Agreement</span>',
        '<span class="tag">Memorandum of understanding</span>',
        '<span class="tag">Signed</span>',
        '<span class="tag">4 November 2010</span>',
        '<span class="tag">Beijing</span>',
        '<span class="acronym">(ASC)</span>',
        "Also known as Safety agreement",
        "Two countries agreed to keep children safe.",
        "<p>It has <em>two</em> parts:</p>",
        "<li>prevention</li>",
        "<dt>Countries (party)</dt>",
        "<dt>Country (host)</dt>",
        "<dt>Organisation (facilitating)</dt>",
        'href="/organisations/unicef/">UNICEF</a>',
        "South-South",
        'href="/themes/trafficking/"',
        'href="/recommendations/23-a-ii/">23(a)(ii) A central database</a>',
        "As counted.",
        "Begin with the law.",
        "Do not wait for money.",
        "What to avoid",
        'href="/themes/justice/"',
        "Adopted",
        "The forms were changed.",
        "<dt>Relevance</dt>",
        "It answers a need.",
        '<h2 id="contacts">Whom to ask</h2>',
        "Bureau of Civil Affairs",
        '<a href="mailto:office@example.org">office@example.org</a>',
        '<a href="https://example.org/bureau" rel="noopener noreferrer">',
        "Document DOC-1",
        "Where in it: page 1",
        "Document DOC-2",
    ]:
        assert part in page, part


def test_nothing_empty_is_shown(client):
    page = page_of(client, make_entry(title="Bare", kind="initiative")).split("<main")[1].split("</main>")[0]
    for heading in (
        "Lessons",
        "Facts",
        "Who learned",
        "Related",
        "Quality",
        "Whom to ask",
        "Description",
        "Also known",
        "Languages",
        "Themes</dt>",
    ):
        assert heading not in page, heading
    assert re.findall(r"<(dd|ul|ol|dl|h2|p)[^>]*>\s*</\1>", page) == []
    assert "None" not in page
    assert "()" not in page


def test_facts_that_disagree_stand_together_and_point_to_each_other(client, full):
    page = page_of(client, full)
    together = page.split('<li class="disagreement">')[1].split("</section>")[0]
    first, second = together.split('id="F2"')
    assert 'id="F1"' in first
    assert '<a href="#F2">Partners listed: 16 </a>' in first
    assert '<a href="#F1">Children reached: 17 companies</a>' in second
    assert "As stated by the source" in first
    assert "Disputed" in second


def test_every_claim_points_to_its_numbered_source(client, full):
    page = page_of(client, full)
    fact = page.split('id="F2"')[1].split("</li>")[0]
    assert '<a href="#source-2">Source 2</a>, page 2' in fact
    assert '<li id="source-2">' in page
    lesson = page.split('id="L1"')[1].split("</li>")[0]
    assert '<a href="#source-1">Source 1</a>, page 3' in lesson


def test_lessons_have_their_anchors_and_references(client, full):
    page = page_of(client, full)
    assert re.search(rf'id="L1">.*?{full.entry.ref}-L1', page, re.S)


def test_it_can_be_cited(client, full):
    page = page_of(client, full)
    citation = re.sub(r"<[^>]+>", "", page.split('<p class="citation">')[1].split("</p>")[0])
    day = full.published_at
    date = f"{day.day} {day:%B %Y}"
    assert citation == (
        "Country Experiences for Child Rights. “Agreement on the safety of children”. "
        f"{full.entry.ref}, edition 1, {date}. http://testserver/entries/{full.entry.ref}/editions/1/"
    )
    assert f"Edition 1, published on {date}." in page
    assert "History of this entry" not in page, "there is one edition"
    assert f'<link rel="canonical" href="http://testserver{full.get_absolute_url()}">' in page


def test_a_later_edition_takes_the_place_of_the_first(client, full):
    draft = start_edition(full.entry)
    EditionText.objects.filter(edition=draft).update(summary="Now three countries agreed.")
    assert "Now three countries" not in page_of(client, full), "the public keeps reading the last edition"
    page = page_of(client, published(draft))
    assert "Now three countries agreed." in page
    assert "edition 2" in page
    assert f'<a href="/entries/{full.entry.ref}/editions/1/">Edition 1</a>' in page


# ---- Others that it relates to ----


def test_relations_show_from_both_ends(client):
    meeting = make_entry(kind="exchange", title="The meeting")
    policy = make_entry(title="The policy", publish=False)
    relate(policy, "adapted_from", meeting, note="In two years.")
    policy = published(policy)
    here, there = page_of(client, policy), page_of(client, meeting)
    assert re.search(r"<dt>Adapted from</dt>.*?The meeting.*?In two years\.", here, re.S)
    assert re.search(r"<dt>Adapted into</dt>.*?The policy.*?In two years\.", there, re.S)


def test_a_relation_stated_at_both_ends_shows_once(client):
    first = make_entry(title="First", publish=False)
    second = make_entry(title="Second", publish=False)
    relate(first, "related_to", second)
    relate(second, "related_to", first)
    first, second = published(first), published(second)
    assert page_of(client, first).count(f'<a href="{second.get_absolute_url()}"') == 1


def test_what_is_not_public_is_not_related_to(client):
    secret = make_entry(title="Secret", publish=False)
    gone = make_entry(title="Gone")
    edition = make_entry(title="Open", publish=False)
    relate(edition, "part_of", secret)
    relate(edition, "informed", gone)
    relate(secret, "implements", edition)
    add_transfer(edition, "VNM", "CHN", experience=secret.entry, outcome=gone.entry)
    add_transfer(secret, "VNM", "FJI", summary="Kept to ourselves.", experience=edition.entry)
    edition = published(edition)
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    page = page_of(client, edition)
    for hidden in ("Secret", "Gone", "Kept to ourselves", "Related entries"):
        assert hidden not in page, hidden


def test_transfers_told_elsewhere_show_on_what_was_learned_from(client):
    source = make_entry(title="Learned from")
    told = make_entry(title="Told here", publish=False)
    add_transfer(told, "VNM", "CHN", summary="They took it home.", experience=source.entry)
    told = published(told)
    assert "They took it home." in page_of(client, source)
    assert f"{told.entry.ref}-T1" in page_of(client, source)
    assert page_of(client, told).count("They took it home.") == 1


# ---- Languages ----


@pytest.fixture
def bilingual():
    """An entry in English, with a translation to Urdu made from an earlier state of it."""
    edition = make_entry(title="In English", summary="Said in English.", publish=False)
    EditionText.objects.create(
        edition=edition, language="ur", is_original=False, original_digest="earlier", title="اردو میں", summary="خلاصہ"
    )
    return published(edition)


def test_another_language_is_one_link_away_in_its_direction(client, bilingual):
    page = page_of(client, bilingual)
    assert '<a href="?lang=ur" hreflang="ur" lang="ur" dir="rtl">اردو</a>' in page
    assert "خلاصہ" not in page
    urdu = page_of(client, bilingual, "?lang=ur")
    assert '<div lang="ur" dir="rtl">\n      <h1>اردو میں</h1>' in urdu
    assert "Said in English." not in urdu
    assert '<html lang="en" dir="ltr">' in urdu, "the interface stays in its own language"


def test_a_translation_that_is_out_of_date_says_so(client, bilingual):
    assert "The original has changed since this translation was made." in page_of(client, bilingual, "?lang=ur")
    assert "The original has changed" not in page_of(client, bilingual)


def test_a_translation_that_is_up_to_date_does_not(client):
    edition = make_entry(publish=False)
    digest = edition.texts.get().digest()
    EditionText.objects.create(
        edition=edition, language="fr", is_original=False, original_digest=digest, title="En français", summary="Résumé"
    )
    assert "The original has changed" not in page_of(client, published(edition), "?lang=fr")


def test_a_language_that_there_is_not_is_ignored_visibly(client, bilingual):
    page = page_of(client, bilingual, "?lang=xx")
    assert "“lang=xx” in the address was ignored" in page
    assert "Said in English." in page


def test_an_original_in_another_language_is_what_readers_get(client):
    edition = make_entry(title="Chez nous", summary="En deux mots.", publish=False)
    edition.texts.update(language="fr")
    with translation.override("en"):
        page = page_of(client, published(edition))
    assert '<div lang="fr" dir="ltr">' in page
    assert "En deux mots." in page


# ---- Addresses ----


def test_the_bare_reference_redirects_for_ever_in_one_hop(client, full):
    for ref in (full.entry.ref, full.entry.ref.lower()):
        response = client.get(f"/entries/{ref}/?lang=en")
        assert (response.status_code, response["Location"]) == (301, full.get_absolute_url() + "?lang=en")


def test_a_past_slug_redirects_for_ever_and_an_unknown_one_for_now(client, full):
    draft = start_edition(full.entry)
    EditionText.objects.filter(edition=draft).update(title="A new title")
    renamed = published(draft)
    assert renamed.get_absolute_url().endswith("/a-new-title/")
    past = client.get(f"/entries/{full.entry.ref}/agreement-on-the-safety-of-children/")
    assert (past.status_code, past["Location"]) == (301, renamed.get_absolute_url())
    unknown = client.get(f"/entries/{full.entry.ref}/some-words/")
    assert (unknown.status_code, unknown["Location"]) == (302, renamed.get_absolute_url())
    lower = client.get(renamed.get_absolute_url().replace("SSC", "ssc"))
    assert (lower.status_code, lower["Location"]) == (301, renamed.get_absolute_url())


def test_a_withdrawn_entry_answers_gone_with_what_it_was_and_why(client, full):
    withdraw(full.entry, WithdrawalReason.IN_ERROR, note="The source was misread.")
    start_edition(full.entry)
    for address in (full.get_absolute_url(), f"/entries/{full.entry.ref}/", f"/entries/{full.entry.ref.lower()}/other/"):
        page = get(client, address, status=410)
        assert "This entry was withdrawn" in page
        assert "Agreement on the safety of children" in page
        assert "Published in error" in page
        assert "The source was misread." in page
        assert f"{timezone.now():%Y}" in page
        assert "Two countries agreed" not in page, "what was withdrawn is not shown any more"


def test_a_tombstone_names_what_was_public_last(client, full):
    withdraw(full.entry, WithdrawalReason.IN_ERROR)
    back = start_edition(full.entry)
    EditionText.objects.filter(edition=back).update(title="Back again")
    withdraw(published(back).entry, WithdrawalReason.IN_ERROR)
    page = get(client, f"/entries/{full.entry.ref}/", status=410)
    assert "Back again" in page
    assert "Agreement on the safety" not in page


def test_a_merged_entry_redirects_to_what_holds_it_now(client, full):
    other = make_entry(title="The other")
    merge(full.entry, other.entry)
    for address in (full.get_absolute_url(), f"/entries/{full.entry.ref}/", f"/entries/{full.entry.ref}/nonsense/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())


def test_a_superseded_entry_can_still_be_read_and_says_so(client, full):
    withdraw(full.entry, WithdrawalReason.SUPERSEDED, note="A new law came in 2012.")
    page = get(client, full.get_absolute_url())
    assert "This entry was superseded on" in page
    assert "A new law came in 2012." in page
    assert "Two countries agreed" in page
    assert client.get(f"/entries/{full.entry.ref}/")["Location"] == full.get_absolute_url()
    assert full.get_absolute_url() not in get(client, "/entries/"), "it is in no list any more"


def test_a_draft_is_not_there(client):
    draft = make_entry(title="Secret", publish=False)
    for address in (f"/entries/{draft.entry.ref}/", f"/entries/{draft.entry.ref}/secret/", "/entries/SSC-9999/", "/entries/x/y/"):
        assert "Secret" not in get(client, address, status=404)


def test_head_answers_like_get_and_nothing_is_written_to(client, full):
    response = client.head(full.get_absolute_url())
    assert response.status_code == 200
    assert response.content == b""
    assert client.post(full.get_absolute_url()).status_code == 405


# ---- Preview ----


def test_staff_can_preview_any_edition(staff_client, full):
    draft = start_edition(full.entry)
    EditionText.objects.filter(edition=draft).update(summary="Not public yet.")
    page = get(staff_client, f"/entries/{full.entry.ref}/editions/2/")
    assert "Preview of edition 2 (Draft)" in page
    assert "Not public yet." in page
    assert 'name="robots" content="noindex"' in page
    get(staff_client, f"/entries/{full.entry.ref}/editions/3/", status=404)


def test_staff_can_preview_an_edition_without_a_text(staff_client):
    draft = make_entry(publish=False)
    draft.texts.all().delete()
    page = get(staff_client, f"/entries/{draft.entry.ref}/editions/1/")
    assert "There is no original text yet" in page


def test_staff_without_a_role_can_preview_nothing(client, full):
    start_edition(full.entry)
    client.force_login(person("newcomer"))
    assert client.get(f"/entries/{full.entry.ref}/editions/2/").status_code == 404


def test_nobody_else_can_preview_anything(client, full):
    start_edition(full.entry)
    for number in (2, 3):
        response = client.get(f"/entries/{full.entry.ref}/editions/{number}/")
        assert response.status_code == 404
        assert response.cookies == {}
    client.force_login(get_user_model().objects.create_user("reader", password="x"))
    get(client, f"/entries/{full.entry.ref}/editions/2/", status=404)


def test_a_preview_is_kept_by_no_cache(staff_client, full):
    start_edition(full.entry)
    assert "no-store" in staff_client.get(f"/entries/{full.entry.ref}/editions/2/")["Cache-Control"]


# ---- Safety ----

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_hostile_text_comes_back_as_text_in_every_field(client):
    edition = make_entry(
        kind="agreement",
        title=HOSTILE,
        summary=HOSTILE,
        place=HOSTILE,
        sections={"acronym": "<b>", "other_titles": [HOSTILE], "description": HOSTILE},
        publish=False,
    )
    add_fact(edition, label=HOSTILE, value=HOSTILE, unit="<b>", about=HOSTILE, note=HOSTILE, locator=HOSTILE)
    add_lesson(edition, statement=HOSTILE, locator=HOSTILE)
    add_transfer(edition, "VNM", "CHN", summary=HOSTILE, adapted=HOSTILE, locator=HOSTILE)
    Assessment.objects.create(
        edition=edition,
        criterion="relevance",
        evidence=HOSTILE,
        source=make_source("DOC-9", title=HOSTILE, creator=HOSTILE, note=HOSTILE),
        locator=HOSTILE,
    )
    relate(edition, "related_to", make_entry(title=HOSTILE), note=HOSTILE)
    response = client.get(published(edition).get_absolute_url())
    page = response.content.decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 15
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        (
            "[x](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a></p>\n',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>\n"),
        ("[x](java\tscript:alert(1))", "<p>[x](java\tscript:alert(1))</p>\n"),
        ("[x](//evil.example)", "<p>[x](//evil.example)</p>\n"),
        ("[x](/entries/)", "<p>[x](/entries/)</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<a href=x onclick=y>z</a>", "<p>&lt;a href=x onclick=y&gt;z&lt;/a&gt;</p>\n"),
        ("![x](http://example.org/x.png)", '<p>!<a href="http://example.org/x.png" rel="noopener noreferrer">x</a></p>\n'),
        ("# Not a heading", "<p># Not a heading</p>\n"),
        ("`not code`", "<p>`not code`</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain_safe_html(text, html):
    assert as_html(text) == html


def test_no_cookie_and_a_strict_policy(client, full):
    response = client.get(full.get_absolute_url())
    assert response.cookies == {}
    assert "default-src 'none'" in response["Content-Security-Policy"]
    page = response.content.decode()
    assert " style=" not in page
    assert "<script>" not in page


def test_background_is_marked_as_such(client):
    assert '<span class="tag tag-accent">Background</span>' in page_of(client, make_entry(scope=Scope.CONTEXT))


# ---- Weight ----


def test_the_number_of_queries_does_not_grow(queries_for):
    def made(size):
        edition = make_entry(
            countries=["VNM", "CHN", "FJI"][:size],
            themes=[f"theme-{number}" for number in range(size)],
            organisations=[f"body-{number}" for number in range(size)],
            publish=False,
        )
        hub = make_entry(publish=False)
        for number in range(1, size + 1):
            add_fact(edition, number, source=make_source(f"F-{number}"))
            add_lesson(edition, number, themes=[f"theme-{number}"], source=make_source(f"L-{number}"))
            other = make_entry(countries=["THA"])
            add_transfer(edition, "VNM", "CHN", number, experience=other.entry, exchange=edition.entry)
            add_transfer(hub, "PHL", "IDN", number, outcome=edition.entry)
            relate(edition, "informed", other)
            relate(make_entry(publish=False), "informed", edition)
            edition.recommendations.add(make_recommendation(f"r-{size}-{number}"))
        published(hub)
        return published(edition)

    assert queries_for(made(1).get_absolute_url()) == queries_for(made(3).get_absolute_url()) < 40
