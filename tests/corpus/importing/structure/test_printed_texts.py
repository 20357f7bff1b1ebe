"""Kinds of texts as their publishers print them, and what somebody who reads the page sees."""

import pytest

from corpus.importing import readers

LONG = "The dues of the harbour are raised by a third, as the Board resolved in its meeting of the fourth of May last year."


def printed(source, ending="txt"):
    """Each block as its kind, its role and its number, where it has them, and its first words."""
    blocks = readers.read(f"a.{ending}", source.encode()).blocks
    return [
        " ".join(filter(None, (block.role or block.kind, block.number and f"[{block.number}]", block.text)))
        for block in blocks
        if block.text
    ]


KINDS = {
    "a contents list with leaders, broken at a width": (
        (
            f"REPORT ON HARBOURS\n\nCONTENTS\n\n1. Introduction {'.' * 44} 1\n2. Dues {'.' * 52} 4\nAnnex A: Witnesses {'.' * 41} 9\n\n"
            "1. Introduction\n\nThe Commission was appointed on 3 March 1921 to inquire into the state of\nthe harbours of the "
            "eastern coast and to report what should be done.\n\n2. Dues\n\nThe dues are levied by weight in two of the harbours, "
            "which the masters of\nsmaller ships have complained about for as long as anyone can remember.\n"
        ),
        [
            "title REPORT ON HARBOURS",
            "heading CONTENTS",
            f"item [1.] Introduction {'.' * 44} 1",
            f"item [2.] Dues {'.' * 52} 4",
            f"item [Annex A:] Witnesses {'.' * 41} 9",
            "heading [1.] Introduction",
            (
                "body The Commission was appointed on 3 March 1921 to inquire into the state of the harbours of the eastern coast "
                "and to report what should be done."
            ),
            "heading [2.] Dues",
            (
                "body The dues are levied by weight in two of the harbours, which the masters of smaller ships have complained about "
                "for as long as anyone can remember."
            ),
        ],
    ),
    "a contents list without pages, numbers above names in the text": (
        (
            "Hafengesetz\n\nInhaltsübersicht\n\nAbschnitt 1 Allgemeines\n§ 1 Zweck\nAbschnitt 2 Abgaben\n§ 2 Höhe\n\nAbschnitt 1\n"
            "Allgemeines\n\n§ 1\nZweck\n\nDieses Gesetz regelt die Benutzung der Häfen des Landes.\n\nAbschnitt 2\nAbgaben\n\n§ 2\n"
            "Höhe\n\nDie Höhe der Abgaben bestimmt der Hafenrat durch Satzung.\n"
        ),
        [
            "title Hafengesetz",
            "heading Inhaltsübersicht",
            "item [Abschnitt 1] Allgemeines",
            "item [§ 1] Zweck",
            "item [Abschnitt 2] Abgaben",
            "item [§ 2] Höhe",
            "heading [Abschnitt 1] Allgemeines",
            "heading [§ 1] Zweck",
            "body Dieses Gesetz regelt die Benutzung der Häfen des Landes.",
            "heading [Abschnitt 2] Abgaben",
            "heading [§ 2] Höhe",
            "body Die Höhe der Abgaben bestimmt der Hafenrat durch Satzung.",
        ],
    ),
    "section signs with a dash": (
        f"TITLE 5. FISHERIES\n\n§ 1.—{LONG}\n\n§ 2. -- {LONG}\n\n§ 3.--{LONG}\n\n§ 4 – {LONG}\n",
        ["heading [TITLE 5.] FISHERIES"]
        + [f"body [{sign}] {LONG}" for sign in ("§ 1.—", "§ 2. --", "§ 3.--", "§ 4 –")],
    ),
    "a law that changes sections": (
        (
            "Verordnung zur Änderung der Hafenordnung\n\nArtikel 1\nÄnderung der Hafenordnung\n\n1. § 3 wird wie folgt gefasst:\n\n"
            "2. § 7 Abs. 2 wird aufgehoben.\n"
        ),
        [
            "title Verordnung zur Änderung der Hafenordnung",
            "heading [Artikel 1] Änderung der Hafenordnung",
            "body [1.] § 3 wird wie folgt gefasst:",
            "body [2.] § 7 Abs. 2 wird aufgehoben.",
        ],
    ),
    "a debate with dashes": (
        (
            f"HOUSE OF ASSEMBLY\n\nThe Speaker took the Chair at 2.30 p.m.\n\nMr. LEE (East Harbour).—{LONG}\n\nMr. STONE.—Not so.\n\n"
            "Mr. LEE.—By most of them, then. (Laughter.)\n\nMr. STONE.—Never.\n"
        ),
        [
            "title HOUSE OF ASSEMBLY",
            "body The Speaker took the Chair at 2.30 p.m.",
            f"body [Mr. LEE (East Harbour).—] {LONG}",
            "body [Mr. STONE.—] Not so.",
            "body [Mr. LEE.—] By most of them, then. (Laughter.)",
            "body [Mr. STONE.—] Never.",
        ],
    ),
    "a French debate": (
        (
            "Assemblée du port\n\nM. le président. – La séance est ouverte.\n\nM. Dupont. – Je demande la parole.\n\nM. le président. – "
            "Vous l'avez.\n\nM. Dupont. – Je vous remercie.\n"
        ),
        [
            "title Assemblée du port",
            "body [M. le président. –] La séance est ouverte.",
            "body [M. Dupont. –] Je demande la parole.",
            "body [M. le président. –] Vous l'avez.",
            "body [M. Dupont. –] Je vous remercie.",
        ],
    ),
    "the lines above a conversation": (
        (
            "Seetag\n12. Sitzung\n\nAnna Berg: Guten Morgen! Die Sitzung ist eröffnet.\n\nKarl Holm: Frau Präsidentin! Der Hafen braucht "
            "Geld.\n\nAnna Berg: Danke sehr.\n\nKarl Holm: Bitte.\n"
        ),
        [
            "title Seetag",
            "subtitle 12. Sitzung",
            "body [Anna Berg:] Guten Morgen! Die Sitzung ist eröffnet.",
            "body [Karl Holm:] Frau Präsidentin! Der Hafen braucht Geld.",
            "body [Anna Berg:] Danke sehr.",
            "body [Karl Holm:] Bitte.",
        ],
    ),
    "two pages out of a PDF": (
        (
            "1 Foreword\n\nThe year under review was the first in which the new quay was open\nfrom January to December, and the figures "
            "show what that has meant\nfor the trade of the town and of the\n\n          3\nAnnual Report 2019          Harbour Board\n\n"
            "country as a whole. More ships called than in any year since the war,\nand the tonnage rose by a third in the course of the "
            "year.\n\n          4\nAnnual Report 2019          Harbour Board\n\nThe surplus was put into the fund for the second quay, "
            f"which will be\nbuilt as soon as the survey is complete.\n\n2 Finance\n\n{LONG}\n"
        ),
        [
            "heading [1] Foreword",
            (
                "body The year under review was the first in which the new quay was open from January to December, and the figures show "
                "what that has meant for the trade of the town and of the country as a whole. More ships called than in any year since "
                "the war, and the tonnage rose by a third in the course of the year."
            ),
            "furniture 3",
            "furniture Annual Report 2019          Harbour Board",
            "furniture 4",
            "furniture Annual Report 2019          Harbour Board",
            "body The surplus was put into the fund for the second quay, which will be built as soon as the survey is complete.",
            "heading [2] Finance",
            f"body {LONG}",
        ],
    ),
    "titles that may be buttons": (
        f"Privacy Policy\n\nLast updated: 4 May 2021\n\n{LONG}\n\nWhat we collect\n\n{LONG}\n\nContact us\n\nHarbour Board, 1 The Quay\n",
        [
            "title Privacy Policy",
            "date Last updated: 4 May 2021",
            f"body {LONG}",
            "heading What we collect",
            f"body {LONG}",
            "heading Contact us",
            "body Harbour Board, 1 The Quay",
        ],
    ),
    "calls of notes after full stops": (
        (
            f"The Harbour in History\n\nThe first quay was built in 1412.[1] It stood where the market stands today.[2]\n\n{LONG}[3]\n\n"
            "Notes\n\n[1] Archive, charter 17.\n[2] Ibid.\n[3] See Lee.\n"
        ),
        [
            "title The Harbour in History",
            "body The first quay was built in 1412.[1] It stood where the market stands today.[2]",
            f"body {LONG}[3]",
            "heading Notes",
            "body [[1]] Archive, charter 17.",
            "body [[2]] Ibid.",
            "body [[3]] See Lee.",
        ],
    ),
    "a judgment, its paragraphs numbered through": (
        (
            f"JUDGMENT OF THE COURT\n\n1. {LONG}\n\n2. {LONG}\n\nLegal context\n\n3. Article 3 provides as follows:\n\n4. So it does.\n\n"
            "The dispute\n\n5. Ms Lee is a pilot.\n"
        ),
        [
            "title JUDGMENT OF THE COURT",
            f"body [1.] {LONG}",
            f"body [2.] {LONG}",
            "heading Legal context",
            "body [3.] Article 3 provides as follows:",
            "body [4.] So it does.",
            "heading The dispute",
            "body [5.] Ms Lee is a pilot.",
        ],
    ),
    "verses and points with hanging lines": (
        (
            "Psalm of the Sea\n\n1. Happy is the man that walks not on water,\n   nor stands in the way of ships;\n2. But his delight is in "
            "the harbour.\n\n* Do not feed the gulls; they\n  are fed by the warden.\n\no\tNor the cats.\n"
        ),
        [
            "title Psalm of the Sea",
            "body [1.] Happy is the man that walks not on water, nor stands in the way of ships;",
            "body [2.] But his delight is in the harbour.",
            "item [*] Do not feed the gulls; they are fed by the warden.",
            "item [o] Nor the cats.",
        ],
    ),
    "a Japanese ordinance": (
        (
            "港湾条例\n\n（目的）\n第一条\u3000この条例は、港湾の管理に関し必要な事項を定めることを目的とする。\n\n（定義）\n"
            "第二条\u3000この条例において「船舶」とは、次に掲げるものをいう。\n一\u3000汽船\n二\u3000帆船\n\n"
            "附\u3000則\nこの条例は、公布の日から施行する。\n"
        ),
        [
            "title 港湾条例",
            "body （目的）",
            "body [第一条] この条例は、港湾の管理に関し必要な事項を定めることを目的とする。",
            "body （定義）",
            "body [第二条] この条例において「船舶」とは、次に掲げるものをいう。",
            "body [一] 汽船",
            "body [二] 帆船",
            "heading 附\u3000則",
            "body この条例は、公布の日から施行する。",
        ],
    ),
    "codes that number by chapter": (
        (
            f"Harbour Code\n\nSec. 5-101. Short title; application\n\n{LONG}\n\nSec. 5-102.1. Fees\n\n{LONG}\n\n§12-1. Licence required.\n"
            f"{LONG}\n\n§12-2. Application.\n{LONG}\n\nArt. L. 311-1. – {LONG}\n"
        ),
        [
            "title Harbour Code",
            "heading [Sec. 5-101.] Short title; application",
            f"body {LONG}",
            "heading [Sec. 5-102.1.] Fees",
            f"body {LONG}",
            "heading [§12-1.] Licence required.",
            f"body {LONG}",
            "heading [§12-2.] Application.",
            f"body {LONG}",
            f"body [Art. L. 311-1. –] {LONG}",
        ],
    ),
    "points in other alphabets": (
        "Устав порта\n\n§ 3. Порядок уплаты\n\nа) наличными;\nб) переводом.\n",
        ["title Устав порта", "heading [§ 3.] Порядок уплаты", "body [а)] наличными;", "body [б)] переводом."],
    ),
    "verses in brackets, with their chapters": (
        "Genesis\n\n{1:1} In the beginning. {1:2} And the earth was without form.\n\n[2:1] Thus they were finished.\n",
        [
            "title Genesis",
            "body [{1:1}] In the beginning.",
            "body [{1:2}] And the earth was without form.",
            "body [[2:1]] Thus they were finished.",
        ],
    ),
    "a contents list and no title": (
        f"TABLE OF CONTENTS\n\nChapter 1: The Quay\nChapter 2: The Lamp\n\nCHAPTER 1: THE QUAY\n\n{LONG}\n\nCHAPTER 2: THE LAMP\n\n{LONG}\n",
        [
            "heading TABLE OF CONTENTS",
            "item [Chapter 1:] The Quay",
            "item [Chapter 2:] The Lamp",
            "heading [CHAPTER 1:] THE QUAY",
            f"body {LONG}",
            "heading [CHAPTER 2:] THE LAMP",
            f"body {LONG}",
        ],
    ),
    "notes at the feet of pages": (
        (
            "1 Method\n\nWe have read the accounts of three harbours from 1412 to 1921, and have\nentered all that was paid into one "
            "table, which is printed at the end of\n____________________\n1 See Stone, p. 12.\n\n               2\n\fLee and Holm          "
            "Harbours\n\nthis paper.\n\n2 Results\n\nThe towns paid.\n\n               3\n\fLee and Holm          Harbours\n\n3 End\n\nSo it is.\n"
        ),
        [
            "heading [1] Method",
            (
                "body We have read the accounts of three harbours from 1412 to 1921, and have entered all that was paid into one "
                "table, which is printed at the end of this paper."
            ),
            "furniture ____________________",
            "body [1] See Stone, p. 12.",
            "furniture 2",
            "furniture Lee and Holm          Harbours",
            "heading [2] Results",
            "body The towns paid.",
            "furniture 3",
            "furniture Lee and Holm          Harbours",
            "heading [3] End",
            "body So it is.",
        ],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_is_what_is_printed(kind):
    source, expected = KINDS[kind]
    assert printed(source) == expected


CHAPTERS = [
    ("Chapter the First", "Chapter the Second"),
    ("Premier chapitre", "Deuxième chapitre"),
    ("Chapitre premier", "Chapitre II"),
    ("Elftes Kapitel", "Zwölftes Kapitel"),
    ("Глава одиннадцатая", "Глава двенадцатая"),
    ("Kapitola první", "Kapitola druhá"),
    ("Capitolul întâi", "Capitolul al doilea"),
    ("Første kapitel", "Andet kapitel"),
    ("Luku 1", "Luku 2"),
    ("Κεφάλαιο Α΄", "Κεφάλαιο Β΄"),
    ("פרק ראשון", "פרק שני"),
    ("فصل اول", "فصل دوم"),
    ("第一回", "第二回"),
    ("अध्याय १", "अध्याय २"),
    ("บทที่ ๑", "บทที่ ๒"),
    ("1-bob", "2-bob"),
    ("Canto I", "Canto II"),
    ("Day 1", "Day 2", "Day 3"),
    ("Prologue", "Epilogue"),
    ("Вступ", "Післямова автора"),
]


@pytest.mark.parametrize("titles", CHAPTERS, ids=lambda titles: titles[0])
def test_the_first_of_several_chapters_is_no_subtitle(titles):
    chapters = "".join(f"{title}\n\n{LONG}\n\n" for title in titles)
    blocks = readers.read("a.txt", f"The Harbour\n\n{chapters}".encode()).blocks
    assert [f"{block.number} {block.text}".strip() for block in blocks if block.kind == "heading"] == list(titles)


@pytest.mark.parametrize(
    "line",
    ["A Play in One Act", "Essays on the sea", "East Harbour, 4 May 2021", "Remarks by the Minister of Harbours"],
)
def test_a_subtitle_is_no_chapter(line):
    source = f"The Harbour\n\n{line}\n\n{LONG}\n\nThe second quay\n\n{LONG}\n\nThe third quay\n\n{LONG}\n"
    blocks = readers.read("a.txt", source.encode()).blocks
    assert [block.text for block in blocks if block.kind == "heading"] == ["The second quay", "The third quay"]
    assert blocks[1].kind == "front"
