"""What the parts of a text are called, in the languages people load, and how high each stands.

Plain data, for ``patterns``: a lower rank stands above a higher one.
"""

import re

PART, TITLE, CHAPTER, SECTION, ARTICLE, ROMAN, LETTER, DECIMAL = range(1, 9)
# Below every numbered heading: those that only their shortness tells.
UNNUMBERED = 20

RANK_OF_WORD = {
    word: rank
    for rank, words in {
        PART: "part book volume annex appendix schedule teil buch anhang anlage partie livre annexe parte libro "
        "anexo część deel část μέρος μερος частина часть книга приложение الكتاب الجزء ملحق الملحق",
        TITLE: "title titel titre título titolo dział titlul τίτλος τιτλος الباب باب",
        CHAPTER: "chapter kapitel kapittel chapitre capítulo capitolo capo hoofdstuk rozdział hlava kapitola capitolul "
        "κεφάλαιο κεφαλαιο глава розділ الفصل فصل",
        SECTION: "section sec. division abschnitt sección seção sezione afdeling oddział secțiunea τμήμα τμημα "
        "раздел القسم الفرع",
        ARTICLE: "article art. art artikel artículo artigo articolo artykuł článek članak articolul madde άρθρο "
        "αρθρο стаття rule clause regulation goal principle "
        "recommendation objective статья المادة مادة "
        "amendment änderungsartikel zusatzartikel amendement enmienda emenda emendamento поправка تعديل",
    }.items()
    for word in words.split()
}
RANK_OF_SIGN = {
    **dict.fromkeys("编編篇部卷편", PART),
    **dict.fromkeys("章장", CHAPTER),
    **dict.fromkeys("节節절관", SECTION),
    **dict.fromkeys("条條款项項조항", ARTICLE),
}
RANK_OF_STYLE = {
    "sign": ARTICLE,
    "roman": ROMAN,
    "cjk": ROMAN,
    "ordinal": ROMAN,
    "letter": LETTER,
    "bracket": LETTER,
    "lower": LETTER,
    "abjad": LETTER,
}

# Numbers in words, as they stand after the name of a part. One pattern, upper or lower case.
SPELT = (
    "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First|Second|Third|Fourth|Fifth|Premier|Première"
    "|(?:ال)?(?:أول|أولى|ثاني|ثانية|ثالث|ثالثة|رابع|رابعة|خامس|خامسة|سادس|سادسة|سابع|سابعة|ثامن|ثامنة|تاسع|تاسعة"
    "|عاشر|عاشرة|حادي|حادية)(?:\\sعشرة?)?"
)
# "Firstly", as Arabic numbers its points.
ORDINALS = "أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا"
# What comes after the number of an article that is mentioned, not headed: "§ 5 Abs. 1 gilt", "Article 3, al. 2".
SUBDIVISION = re.compile(
    r"(?:Abs|Absatz|Satz|S|Nr|Nummer|Ziff|Ziffer|Buchst|Buchstabe|lit|UAbs|Alt|Var|Halbs|Hs|i\.\s?V|al|alinéa|para"
    r"|paragraph|subsection|subparagraph|apartado|comma)\b\.?",
    re.IGNORECASE,
)

CONTENTS = frozenset(
    re.split(
        r",\s+",
        """contents, table of contents, inhalt, inhaltsverzeichnis, inhaltsübersicht, sommaire, table des matières,
        índice, sumario, indice, оглавление, содержание, المحتويات, الفهرس, 目录, 目錄, 目次, 차례, 목차""",
    )
)
# Headings that need no number.
KNOWN_HEADINGS = CONTENTS | frozenset(
    re.split(
        r",\s+",
        """preamble, introduction, conclusion, conclusions, abstract, summary, foreword, preface,
        references, bibliography, acknowledgements, acknowledgments, appendix, annex, appendices,
        background, glossary, executive summary, einleitung, präambel, vorwort, préambule, exposé des motifs,
        introducción, conclusión, preámbulo, введение, заключение, преамбула, مقدمة, المقدمة, الديباجة, ديباجة, خاتمة,
        الخاتمة, 序言, 前言, 导言, 引言, 结语, 结束语, 附则, 总则, 序論, はじめに, おわりに""",
    )
)
