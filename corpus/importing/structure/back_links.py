"""Links that lead from a note back to where it is called: "↩", "[back]", "Zurück zum Text".

Plain data and one question. Nobody who reads the note reads them.
"""

import re

_SIGNS = re.compile(r"[↩↑⤴⬆⏎↵⮐⬑]\ufe0e?\ufe0f?|\^")
_WORDS = re.compile(
    "|".join(
        re.split(
            r",\s+",
            r"""(?:go |jump |return )?back(?: to (?:the )?(?:text|article|content|reference|citation|footnote call))?,
            return(?: to (?:the )?text)?, jump up, up, zurück(?: zum text)?, retour(?: au texte)?, volver(?: al texto)?,
            voltar(?: ao texto)?, torna(?: (?:su|al testo))?, terug(?: naar de tekst)?, tillbaka, tilbake, tilbage,
            takaisin, wróć, powrót, zpět, späť, назад, вернуться(?: к тексту)?, 返回, 返回正文, 戻る, 본문으로""",
        )
    ),
    re.IGNORECASE,
)


def says_back(text: str) -> bool:
    """Whether the words or the sign of a link mean "back"."""
    bare = text.strip(" \t\n\u00a0[]().").removesuffix("\ufe0e").removesuffix("\ufe0f")
    return bool(_SIGNS.fullmatch(bare) or _WORDS.fullmatch(" ".join(bare.split())))
