"""Plain functions that make the cast of a forum's test."""

import itertools
import uuid
from datetime import date, timedelta

from django.utils import timezone

from forum.enums import College, Fonction, GenreOption, Methode, Portee, RegleRaison, TypeInstance
from forum.models import (
    Espace,
    Instance,
    Mandat,
    Message,
    OptionScrutin,
    Proposition,
    Scrutin,
    Sujet,
    VersionProposition,
)
from tests import fabriques

_suite = itertools.count(1)


def instance(nom: str = "", par=None, **champs) -> Instance:
    n = next(_suite)
    return Instance.objects.create(
        nom=nom or f"Instance fictive {n}",
        type=champs.pop("type", TypeInstance.FORUM),
        raison_etre=champs.pop("raison_etre", "Décider ensemble de ce qui touche plusieurs ministères."),
        creee_par=par or fabriques.personne(),
        **champs,
    )


def mandat(instance, personne=None, organisation=None, college=College.PUBLIC, **champs) -> Mandat:
    return Mandat.objects.create(
        instance=instance,
        personne=personne or fabriques.personne(),
        organisation=organisation or fabriques.organisation(),
        college=college,
        fonction=champs.pop("fonction", Fonction.MEMBRE),
        debut=champs.pop("debut", date(2020, 1, 1)),
        **champs,
    )


def espace(instance=None, **champs) -> Espace:
    n = next(_suite)
    portee = Portee.MEMBRES if instance else Portee.ECOSYSTEME
    return Espace.objects.create(
        nom=champs.pop("nom", f"Espace fictif {n}"), instance=instance, portee=champs.pop("portee", portee), **champs
    )


def sujet(espace, auteur=None, **champs) -> Sujet:
    n = next(_suite)
    return Sujet.objects.create(
        espace=espace, titre=champs.pop("titre", f"Sujet fictif {n}"), auteur=auteur or fabriques.personne(), **champs
    )


def message(sujet, auteur=None, corps: str = "Un message.", **champs) -> Message:
    """A message at the end of its topic, whose counters follow."""
    sujet.refresh_from_db()
    sujet.dernier_numero += 1
    sujet.nb_messages += 1
    sujet.dernier_le = champs.get("cree_le") or timezone.now()
    sujet.save(update_fields=["dernier_numero", "nb_messages", "dernier_le"])
    return Message.objects.create(
        sujet=sujet,
        numero=sujet.dernier_numero,
        auteur=auteur or fabriques.personne(),
        uuid=champs.pop("uuid", None) or uuid.uuid4(),
        corps=corps,
        **champs,
    )


def proposition(espace, auteur=None, **champs) -> Proposition:
    """A draft, with its first words."""
    auteur = auteur or fabriques.personne()
    textes = {c: champs.pop(c, f"{c} fictif") for c in ("titre", "probleme", "action", "effet")}
    ecrite = Proposition.objects.create(espace=espace, auteur=auteur, **champs)
    VersionProposition.objects.create(proposition=ecrite, numero=1, auteur=auteur, **textes)
    return ecrite


def scrutin(sujet, instance=None, **champs) -> Scrutin:
    """A vote in preparation, by majority of votes cast, to be opened from now for one day."""
    maintenant = timezone.now()
    options = champs.pop("options", None)
    animation = champs.pop("animation", None) or fabriques.personne()
    ecrit = Scrutin.objects.create(
        instance=instance,
        sujet=sujet,
        question=champs.pop("question", "Adoptons-nous cette proposition?"),
        methode=champs.pop("methode", Methode.MAJORITE),
        niveau_delegation=champs.pop("niveau_delegation", 7),
        ouvre_le=champs.pop("ouvre_le", maintenant - timedelta(seconds=1)),
        ferme_le=champs.pop("ferme_le", maintenant + timedelta(days=1)),
        animation=animation,
        registraire=champs.pop("registraire", None) or fabriques.personne(),
        cree_par=champs.pop("cree_par", None) or animation,
        **champs,
    )
    for ordre, (cle, libelle, genre) in enumerate(
        options
        or (
            ("pour", "Pour", GenreOption.POUR),
            ("contre", "Contre", GenreOption.CONTRE),
            ("abstention", "Je m'abstiens", GenreOption.ABSTENTION),
        )
    ):
        raison = RegleRaison.REQUISE if genre == GenreOption.OBJECTION else RegleRaison.FACULTATIVE
        OptionScrutin.objects.create(scrutin=ecrit, cle=cle, ordre=ordre, libelle=libelle, genre=genre, raison=raison)
    return ecrit
