"""Ordinary words that are one slip away from a listed name.

Found by running the fuzzy search over the most frequent words of en, fr, es, de, pt, ru and ar
and keeping what is a word of its own rather than a misspelt name. They are never taken for a
slip; the tables know nothing of them, since none of them is a chemical or a brand.
"""

LOOKALIKES = frozenset(
    {
        "amonita", "amonite", "amorite", "audrina", "andrina", "balanite", "bandolin",
        "basante", "cendrine", "chlorophenyl", "contraen", "contraten", "contravene",
        "curateur", "decade", "digoxine", "dioxane", "dioxide", "dioxides", "dipteren",
        "diptere", "dipteres", "dynamite", "endline", "endrinal", "fenton", "finition",
        "fontion", "funtion", "galeron", "gammelin", "granosa", "heptade", "landolin",
        "lindale", "lindando", "lindante", "linnane", "lordan", "mandolin", "mention",
        "metaphor", "metaphors", "methoxide", "monstar", "moonstar", "pantheon", "paranhos",
        "paraphes", "parution", "phaidon", "pillaro", "pillaran", "premere", "prorate",
        "sandelin", "sandlin", "santarem", "tention", "tetrade", "thiosulfat", "vention",
        "метафор", "фентон", "الكلور", "اللندني", "البندين",
    }
)
