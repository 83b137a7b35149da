"""The SQL of the roll-ups says what the reference in Python says, to the last digit."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.notation import CibleVue, atteint, diviser, progression

pytestmark = pytest.mark.django_db

valeurs = (
    st.decimals(-(10**15) + 1, 10**15 - 1, places=9)
    | st.decimals(-100, 100, places=2)
    | st.integers(-5, 5).map(Decimal)
)
tolerances = st.just(Decimal(0)) | st.decimals(0, 10, places=2)


def sql(appel, *parametres):
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT {appel}", parametres)
        return curseur.fetchone()[0]


def cible_de(forme, a, b):
    bas, haut = min(a, b), max(a, b)
    return CibleVue(forme, None if forme == "au_plus" else bas, haut if forme in {"au_plus", "plage"} else None)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["au_moins", "au_plus", "exacte", "plage"]),
    valeurs,
    valeurs,
    st.none() | valeurs,
    st.booleans(),
    tolerances,
)
def test_le_sql_juge_une_cible_comme_la_reference(forme, a, b, resultat, strict, tolerance):
    cible = cible_de(forme, a, b)
    lu = sql(
        "pilotage_atteint(%s, %s::numeric, %s::numeric, NULL, %s, %s::numeric, %s::numeric)",
        *(forme, cible.valeur_min, cible.valeur_max, strict, tolerance, resultat),
    )
    assert lu == atteint(cible, resultat, strict=strict, tolerance=tolerance)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["hausse", "baisse", "maintien", "plage"]),
    st.sampled_from(["au_moins", "au_plus", "exacte", "plage"]),
    st.none() | valeurs,
    valeurs,
    valeurs,
    st.none() | valeurs,
)
def test_le_sql_mesure_la_progression_comme_la_reference(sens, forme, depart, a, b, resultat):
    cible = cible_de(forme, a, b)
    atteinte = atteint(cible, resultat, strict=False)
    lu = sql(
        "pilotage_progression(%s, %s::numeric, %s::numeric, %s::numeric, %s)",
        *(sens, depart, cible.seuil, resultat, atteinte),
    )
    assert lu == progression(depart, cible, resultat, sens).valeur


@settings(max_examples=100, deadline=None)
@given(valeurs, valeurs.filter(bool))
def test_une_division_a_douze_decimales_est_celle_de_la_base(a, b):
    assert sql("pilotage_quotient(%s::numeric, %s::numeric)", a, b) == diviser(a, b)
