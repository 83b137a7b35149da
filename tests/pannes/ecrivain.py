"""Write results one after the other, saying each one it was told is stored; try again while the database is away."""

import sys
import time
from datetime import date, timedelta
from decimal import Decimal

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402

from ecosysteme.models import Indicateur  # noqa: E402
from ecosysteme.services.mesures import ConflitVersion, Saisie, enregistrer_mesure  # noqa: E402


def ecrire(indicateur: Indicateur, jour: date, valeur: Decimal) -> None:
    saisie = Saisie(debut=jour, fin=jour, valeur=valeur, etat="validee")
    while True:
        try:
            enregistrer_mesure(par=None, indicateur=indicateur, saisie=saisie, version_lue=0)
        except ConflitVersion as conflit:  # stored, though the answer was lost with the server
            assert conflit.actuelle.valeur == valeur
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.05)
            continue
        print(f"{jour} {valeur}", flush=True)
        return


def principal(indicateur: int, combien: int) -> None:
    fiche = Indicateur.objects.get(pk=indicateur)
    for rang in range(combien):
        ecrire(fiche, date(2025, 4, 1) + timedelta(days=rang), Decimal(rang))
    print("fini", flush=True)


if __name__ == "__main__":
    principal(int(sys.argv[1]), int(sys.argv[2]))
