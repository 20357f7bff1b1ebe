"""What the parts of a text are called, in the languages people load, and how high each stands.

Plain data, for ``patterns``: a lower rank stands above a higher one.
"""

import re

PART, TITLE, CHAPTER, SECTION, ARTICLE, ROMAN, LETTER, DECIMAL = range(1, 9)
# Below every numbered heading: those that only their shortness tells.
UNNUMBERED = 20
STEP = 15


def small(word: str) -> str:
    """A word in small letters, the Turkish ı and İ without regard to their dots."""
    return word.replace("İ", "i").casefold().replace("ı", "i")


RANK_OF_WORD = {
    small(word): rank
    for rank, words in {
        PART: "act akt aufzug acte libro livro acto atto část časť liite liită dio deo дио phần bahagian pjesa "
        "rann ek kitap kısım действие բաժին ნაწილი بخش ภาค חלק part book volume annex appendix schedule "
        "teil buch anhang anlage partie livre annexe parte anexo część deel μέρος μερος частина часть "
        "книга приложение الكتاب الجزء ملحق الملحق",
        TITLE: "títol titull naslov ลักษณะ title titel titre título titolo dział titlul τίτλος τιτλος الباب باب",
        CHAPTER: "surah sourate sure canto psalm lecture lesson luku अध्याय অধ্যায় บทที่ caput ĉapitro "
        "kapitlet capítol kapitull kreu poglavlje poglavje glava chương bab kabanata caibidil pennod sura "
        "bölüm scene scène scena szene auftritt escena cena поглавље գլուխ თავი หมวด פרק chapter kapitel "
        "kapittel chapitre capítulo capitolo capo hoofdstuk rozdział hlava kapitola capitolul κεφάλαιο "
        "κεφαλαιο глава розділ الفصل فصل",
        SECTION: "avdelning avsnitt secção secció oddíl oddiel odjeljak odeljak razdelek mục bagian seksyon "
        "seksioni ayrım секция одељак section sec. division abschnitt sección seção sezione afdeling "
        "oddział secțiunea τμήμα τμημα раздел القسم الفرع",
        ARTICLE: "article art. art artikel artículo artigo articolo artykuł článek članak articolul madde άρθρο "
        "αρθρο стаття rule clause cláusula clausola "
        "clàusula klauzula regulation goal principle recommendation objective статья المادة مادة "
        "член чл. člen član čl. điều pasal artikulo artikolu neni airteagal erthygl ibara maddə հոդված "
        "მუხლი ماده มาตรา סעיף parágrafo párrafo amendment änderungsartikel zusatzartikel amendement "
        "enmienda emenda emendamento поправка تعديل",
        STEP: "step stage phase schritt stufe étape paso etapa passo fase stap fas krok шаг этап",
    }.items()
    for word in words.split()
}
# What follows a text; of those that rank as its parts.
_ANNEXES = """
    annex appendix schedule anhang anlage annexe anexo allegato bijlage bilaga bilag liite załącznik příloha príloha
    prilog melléklet anexa παράρτημα παραρτημα приложение додаток додатък ملحق الملحق
"""
ANNEXES = frozenset(_ANNEXES.split())
# The same where the number stands before the name: "1 kap.", "3. člen", "BİRİNCİ BÖLÜM", "Première partie".
RANK_OF_WORD_AFTER = {
    small(word): rank
    for rank, words in {
        PART: "avd avdelning avdelningen osa rész könyv daļa dalis jagu kitap kısım kısmı teil buch partie "
        "livre parte hauptstück akt aufzug acte часть частина книга дио",
        TITLE: "title titre título titolo titel",
        CHAPTER: "bob тарау kap kapitel kapitlet luku fejezet nodaļa skyrius peatükk bölüm kafli poglavje poglavlje "
        "glava chapitre chapter capítulo capitolo hoofdstuk scene scène szene auftritt глава розділ",
        SECTION: "cím sadaļa skirsnis abschnitt section sección seção sezione afdeling ayrım раздел",
        ARTICLE: "modda бап § §§ cikk pants straipsnis člen gr artikulua madde",
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
    "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First|Second|Third|Fourth|Fifth|Premier|Première|Unique"
    "|Eins|Zwei|Drei|Vier|Fünf|Één|Een|Twee|Drie"
    "|(?:Primer|Segund|Tercer|Cuart|Quint|Sext|Séptim|Octav|Noven|Décim|Primeir|Terceir|Quart|Sétim|Oitav|Non|Únic"
    "|Prim|Second|Terz|Sest|Settim|Ottav|Decim|Unic)[oa]"
    "|(?:Перв|Втор|Четверт|Пят|Шест|Седьм|Восьм|Девят|Десят)(?:ый|ая|ое|ой)|Треть?[яеи]й?|Перш[аи]й?|Друг[аи]й?"
    "|Prv[iaío]|Prvn[íi]|Drug[ia]|Treć[ia]|Druh[ýá]|Třetí|Pierwsz[ya]|Drug[ia]|Trzeci[a]?"
    "|(?:ال)?(?:أول|أولى|ثاني|ثانية|ثالث|ثالثة|رابع|رابعة|خامس|خامسة|سادس|سادسة|سابع|سابعة|ثامن|ثامنة|تاسع|تاسعة"
    "|عاشر|عاشرة|حادي|حادية)(?:\\sعشرة?)?"
)
# Which part, in a word before its name: "Erster Teil", "Première partie", "BİRİNCİ BÖLÜM", "Första avdelningen".
WHICH = (
    "(?:erst|zweit|dritt|viert|fünft|sechst|siebt|siebent|acht|neunt|zehnt)e[rs]?"
    "|premi(?:er|ère)|deuxième|seconde?|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième"
    "|(?:primer|segund|tercer|cuart|quint|sext|séptim|octav|primeir|terceir|quart|sétim|oitav|prim|second|terz|sest)[ao]"
    "|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    "|(?:on\\s|yirmi\\s)?(?:birinci|ikinci|üçüncü|dördüncü|beşinci|altıncı|yedinci|sekizinci|dokuzuncu|onuncu)"
    "|onuncu|yirminci|första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde"
    "|első|második|harmadik|negyedik|ötödik|hatodik|hetedik|nyolcadik|eerste|tweede|derde|vierde|vijfde"
    "|(?:перв|втор|четв[её]рт|пят|шест|седьм|восьм|девят|десят)(?:ый|ая|ое|ой)|третья|третий"
    "|prvn[ií]|prv[iaío]|drug[ia]|treć[ia]|tretj[ie]|četrt[ia]|druhá|třetí"
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
        amendments, annexes, schedules,
        background, glossary, notes, footnotes, endnotes, anmerkungen, fußnoten,
        executive summary, einleitung, präambel, vorwort, préambule, exposé des motifs,
        prologue, epilogue, afterword, postscript, prolog, epilog, nachwort, schluss, avant-propos, épilogue,
        introducción, conclusión, preámbulo, prólogo, epílogo, prefacio, prefácio, introdução, conclusão, prologo,
        epilogo, prefazione, introduzione, conclusione, conclusioni, inleiding, voorwoord, nawoord, inledning, förord,
        innledning, indledning, forord, johdanto, wstęp, przedmowa, zakończenie, úvod, předmluva, závěr, uvod,
        zaključak, predgovor, bevezetés, előszó, introducere, önsöz, giriş, sonuç, εισαγωγή, πρόλογος, επίλογος,
        пролог, эпилог, предисловие, послесловие, вступление, вступ, увод, предговор, pendahuluan, kata pengantar,
        はしがき, まえがき, あとがき, 后记, 後記, 머리말, 서론, 결론, введение, заключение, преамбула,
        مقدمة, المقدمة, الديباجة, ديباجة, خاتمة,
        الخاتمة, 序言, 前言, 导言, 引言, 结语, 结束语, 附则, 附則, 总则, 總則, 総則, 序論, はじめに, おわりに""",
    )
)
