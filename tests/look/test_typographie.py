"""Québec typography in what templates say: no-break spaces where they belong, French guillemets, no English quotes."""

import re
from pathlib import Path

import pytest

GABARITS = Path(__file__).parents[2] / "templates"
CACHES = re.compile(
    r"{% comment.*?endcomment %}|{#.*?#}|{%.*?%}|<script.*?</script>|<pre.*?</pre>|<code.*?</code>|<[^>]*>|&\w+;|https?://\S+",
    re.S,
)
VARIABLE = re.compile(r"{{.*?}}", re.S)
FINE, INSECABLE = "\u202f", "\u00a0"
REGLES = {
    "une espace fine insécable devant ; ! ?": re.compile(rf"[^\s{FINE}(;!?…]\s*(?<!{FINE})[;!?](?=\s|$)"),
    "une espace insécable devant : et %": re.compile(rf"[^\s{INSECABLE}\d]:(?=\s|$)|[^{INSECABLE}\s]* [:%](?=\s|$)"),
    "une espace insécable dans les guillemets": re.compile(rf"«[^{INSECABLE}{FINE}]|[^{INSECABLE}{FINE}]»"),
    "des guillemets français": re.compile(r"“|”|\w\"\w"),
}


def dit(gabarit: Path) -> str:
    """What a person reads of it; a variable stands for a word."""
    return VARIABLE.sub("x", CACHES.sub("\n", gabarit.read_text("utf-8")))


@pytest.mark.parametrize("regle", REGLES)
def test_la_typographie_des_gabarits(regle):
    fautes = [
        f"{gabarit.relative_to(GABARITS)} : {ligne.strip()[:110]}"
        for gabarit in sorted(GABARITS.rglob("*.*"))
        if gabarit.suffix in (".html", ".txt")
        for ligne in dit(gabarit).splitlines()
        if REGLES[regle].search(ligne)
    ]
    assert fautes == []
