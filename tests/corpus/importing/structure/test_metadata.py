"""What a document says of itself is found, and nothing is made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, Kind, Metadata, Reading, Role
from corpus.importing.structure.dates import is_date_line, parse_date
from corpus.importing.structure.metadata import language_of, merge, metadata_of


def front(role, text):
    return Block(Kind.FRONT, text, role=role)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Updated: November 05, 2025 10:05", date(2025, 11, 5)),
        ("5 May 2024", date(2024, 5, 5)),
        ("the 5th of May 2024", date(2024, 5, 5)),
        ("Sept. 5, 2024", date(2024, 9, 5)),
        ("2024-05-05", date(2024, 5, 5)),
        ("2024-05-05T10:00:00Z", date(2024, 5, 5)),
        ("2024/05/05 12:00", date(2024, 5, 5)),
        ("5 mai 2024", date(2024, 5, 5)),
        ("1er août 2024", date(2024, 8, 1)),
        ("5. Mai 2024", date(2024, 5, 5)),
        ("Bonn, den 1. Jänner 2024", date(2024, 1, 1)),
        ("15 de mayo de 2024", date(2024, 5, 15)),
        ("1º de março de 2024", date(2024, 3, 1)),
        ("5 maggio 2024", date(2024, 5, 5)),
        ("5 мая 2024 г.", date(2024, 5, 5)),
        ("5 травня 2024", date(2024, 5, 5)),
        ("5 mei 2024", date(2024, 5, 5)),
        ("5. května 2024", date(2024, 5, 5)),
        ("5 stycznia 2024", date(2024, 1, 5)),
        ("5 Μαΐου 2024", date(2024, 5, 5)),
        ("5 d’abril de 2024", date(2024, 4, 5)),
        ("2024. május 5.", date(2024, 5, 5)),
        ("2024 m. gegužės 5 d.", date(2024, 5, 5)),
        ("2024. gada 5. maijs", date(2024, 5, 5)),
        ("٥ مايو ٢٠٢٤", date(2024, 5, 5)),
        ("5 كانون الثاني 2024", date(2024, 1, 5)),
        ("5 במאי 2024", date(2024, 5, 5)),
        ("5 févr. 2024", date(2024, 2, 5)),
        ("2025年11月5日", date(2025, 11, 5)),
        ("二〇二五年十一月二十五日", date(2025, 11, 25)),
        ("2025년 11월 5일", date(2025, 11, 5)),
        ("25/11/2025", date(2025, 11, 25)),
        ("11/25/2025", date(2025, 11, 25)),
        ("5/5/2025", date(2025, 5, 5)),
        ("Issue 12 – 5 May 2024", date(2024, 5, 5)),
        ("ICA, 5 May 2024 (London)", date(2024, 5, 5)),
        ("before noon, 5 May 2024", date(2024, 5, 5)),
        ("about 5 May 2024; dated 5 May 2024", date(2024, 5, 5)),
    ],
)
def test_dates_are_read_as_they_are_printed(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "05/11/2025",
        "31 February 2024",
        "2024-13-05",
        "May 2024",
        "2024",
        "1 May 2024 to 3 May 2024",
        "In May 2024 we met 12 people",
        "version 12.3.4",
        "1999-2000",
        "March on 5 2024 people",
        "5 listopada 2024",
        "the set 5, 2024",
        "5 tons 2024",
        "5 May 2024?",
        "[5 May 2024 ?]",
        "5 May 2024 (?)",
        "5 May 2024 (approx.)",
        "2024-05-05~",
        "2024-05-05%",
        "~2024-05-05",
        "2024-05-05/..",
        "5–6 May 2024",
        "5 or 6 May 2024",
        "5. und 6. Mai 2024",
        "del 5 al 6 de mayo de 2024",
        "ca. 5 May 2024",
        "probably the 5th of May 2024",
        "not before May 5, 2024",
        "vor dem 5. Mai 2024",
        "vers le 5 mai 2024",
        "antes del 5 de mayo de 2024",
        "before 5 May 2024, printed 6 May 2024",
    ],
)
def test_what_is_no_certain_day_is_not_taken(text):
    assert parse_date(text) is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_in_every_form(day):
    month = day.strftime("%B")
    forms = (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day:02}, {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {parse_date(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("Updated: November 05, 2025 10:05", True),
        ("Geneva, 18 January 2017", True),
        ("（2017年1月18日，日内瓦）", True),
        ("Thursday, 5 May 2024 at 10:30 a.m.", True),
        ("Paris, le jeudi 5 mai 2024", True),
        ("Berlin, den 5. Mai 2024", True),
        ("mayo de 2024", True),
        ("Москва, 5 мая 2024", True),
        ("Le 5 mai 2024 on signa le traité", False),
        ("05/11/2025", True),
        ("May 2024", True),
        ("5 May 2024 was a good day.", False),
        ("The Treaty of 5 May 2024 and what came of it", False),
        ("On time", False),
    ],
)
def test_a_date_line_says_when_and_perhaps_where_but_nothing_else(line, is_date):
    assert is_date_line(line) is is_date


def test_the_head_of_a_text_is_its_metadata():
    reading = Reading(
        (
            front(Role.PUBLISHER, "Harbour Office, Newport"),
            front(Role.TITLE, "The\u2002Harbour"),
            front(Role.DATE, "Updated: 5 May 2024"),
            front(Role.SUBTITLE, "A view"),
            front(Role.BYLINE, "By Jane Doe"),
            Block(Kind.BODY, "The harbour is one of the oldest, and it is the best of them."),
        )
    )
    assert metadata_of(reading) == Metadata(
        title="The Harbour",
        subtitle="A view",
        author="Jane Doe",
        publisher="Harbour Office, Newport",
        published_on=date(2024, 5, 5),
        language="en",
    )


def test_what_the_file_declares_goes_first():
    reading = Reading((front(Role.TITLE, "Printed"),), declared=Metadata(title="Declared", language="cy"))
    found = metadata_of(reading)
    assert (found.title, found.language) == ("Declared", "cy")


def test_the_first_certain_date_counts():
    reading = Reading((front(Role.DATE, "05/11/2025"), front(Role.DATE, "6 May 2024")))
    assert metadata_of(reading).published_on == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Wang Yi", "Wang Yi"),
        ("By Wang Yi", "Wang Yi"),
        ("Author: Jane Doe", "Jane Doe"),
        ("作者：王小明", "王小明"),
        ("港务局局长 王小明", "王小明"),
        ("Byron Jones", "Byron Jones"),
    ],
)
def test_an_author_is_a_name_without_the_words_around_it(byline, author):
    assert metadata_of(Reading((front(Role.BYLINE, byline),))).author == author


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour is the best of all that we have, and it is known for this.", "en"),
        ("Der Hafen ist der beste von allen, die wir haben, und dafür bekannt.", "de"),
        ("Le port est le meilleur de tous ceux que nous avons.", "fr"),
        ("El puerto de la ciudad es conocido por todos los que viven de él y con él.", "es"),
        ("El port de la ciutat és conegut per tots els que hi viuen i en viuen.", ""),
        ("De haven is van ons allemaal en dat weet iedereen die er woont.", ""),
        ("Havnen er kendt af alle der bor i den, og det er de glade for.", ""),
        ("Il porto della città è conosciuto da tutti quelli che ci vivono.", ""),
        ("O porto da cidade é conhecido por todos os que nela vivem.", ""),
        ("港口的建设是我们大家的事业。", "zh"),
        ("港はみんなのものです。", "ja"),
        ("항구는 우리 모두의 것이다.", "ko"),
        ("الميناء ملك للجميع في هذه المدينة.", "ar"),
        ("این بندر متعلق به همه ما است و پیوسته چنین بوده.", ""),
        ("הנמל שייך לכולם.", "he"),
        ("Порт принадлежит всем.", ""),
        ("", ""),
        ("1990 – 2000", ""),
    ],
)
def test_a_language_is_named_only_where_it_is_certain(text, language):
    assert language_of(text) == language


def test_merging_takes_the_first_value_there_is():
    first, second = Metadata(title="A"), Metadata(title="B", author="C", published_on=date(2024, 5, 5))
    assert merge(first, second) == Metadata(title="A", author="C", published_on=date(2024, 5, 5))
    assert merge() == Metadata()


METADATA = st.builds(Metadata, title=st.text(), author=st.text(), published_on=st.none() | st.dates())


@given(METADATA, METADATA, METADATA)
def test_merging_is_the_same_in_any_grouping(first, second, third):
    assert merge(first, merge(second, third)) == merge(merge(first, second), third) == merge(first, second, third)
    assert merge(first, first) == first == merge(Metadata(), first, Metadata())
