"""The forum of the small world of `tests/monde.py`: an instance of home, spaces, topics, votes in each state."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forum.enums import College, Portee
from forum.models import Objection, Procuration, Proposition, Scrutin
from forum.services.amendements import amender, refuser_amendement
from forum.services.consultations import ouvrir_consultation, proposer_enonce
from forum.services.moderation import faire_appel, signaler, traiter_signalement
from forum.services.pieces import deposer_piece
from forum.services.propositions import courante, proposer, publier_proposition
from forum.services.propositions_etats import demander_reponse
from forum.services.scrutins_ouvrir import ouvrir_scrutin
from forum.services.scrutins_voter import deposer_bulletin
from forum.services.sujets import ecrire_message
from tests import fabriques_forum as forum

OPTIONS = (("consens", "Je consens", "consentement"), ("objecte", "J'objecte", "objection"))


def batir(m: SimpleNamespace) -> None:
    """Seats for « pub », « pri » and « ges »; what others read is the open space."""
    m.instance = forum.instance(
        "Forum fictif", par=m.roles["coo"], prolongation_permise=True, second_appel_quorum_pct=0
    )
    for role, organisation, college in (
        ("ges", m.ministere, College.PUBLIC), ("pub", m.ministere, College.PUBLIC),
        ("pri", m.partenaire, College.PRIVE),
    ):  # fmt: skip
        forum.mandat(m.instance, m.roles[role], organisation, college)
    m.instance_ouverte = forum.instance("Comité ouvert", par=m.roles["coo"], portee=Portee.ECOSYSTEME)
    m.mandat = m.instance.mandats.get(personne=m.roles["pub"])
    m.procuration = Procuration.objects.create(
        instance=m.instance, mandant=m.roles["pub"], mandataire=m.roles["ges"], texte="Absence.",
        debut=date(2020, 1, 1), fin=date(2021, 1, 1),
    )  # fmt: skip
    m.espace = forum.espace(nom="Place publique", portee=Portee.ECOSYSTEME)
    m.espace_reserve = forum.espace(m.instance, nom="Réservé aux membres")
    m.espace_interne = forum.espace(nom="Secteur public", portee=Portee.SECTEUR_PUBLIC)
    m.sujet = forum.sujet(m.espace, m.roles["pub"], question=True)
    m.sujet_reserve = forum.sujet(m.espace_reserve, m.roles["ges"], niveau_delegation=7)
    m.message = ecrire_message(par=m.roles["pub"], sujet=m.sujet, corps="Un premier message.")
    _moderation(m)
    m.piece = deposer_piece(par=m.roles["ges"], fichier=SimpleUploadedFile("note.txt", b"Une note."))
    m.message_reserve = ecrire_message(par=m.roles["ges"], sujet=m.sujet_reserve, corps="Entre nous.", pieces=[m.piece])
    _propositions(m)
    m.consultation = ouvrir_consultation(
        par=m.roles["pub"], sujet=m.sujet, question="Que changer?", enonces=["Un.", "Deux.", "Trois."]
    )
    m.consultation_reservee = ouvrir_consultation(
        par=m.roles["ges"], sujet=m.sujet_reserve, question="Entre nous?", enonces=["Un.", "Deux.", "Trois."]
    )
    m.enonce, m.enonce_reserve = (c.enonces.first() for c in (m.consultation, m.consultation_reservee))
    m.scrutin_prepare = forum.scrutin(m.sujet_reserve, m.instance, animation=m.roles["ani"])
    m.scrutin_annonce = forum.scrutin(m.sujet_reserve, m.instance, animation=m.roles["ani"], question="Demain?")
    Scrutin.objects.filter(pk=m.scrutin_annonce.pk).update(
        annonce_le=timezone.now(), ouvre_le=timezone.now() + timedelta(hours=1)
    )
    m.scrutin = _ouvert(m, prolongation_permise=True)
    m.scrutin_consent = _ouvert(m, methode="consentement", options=OPTIONS)
    deposer_bulletin(
        par=m.roles["ges"], scrutin=m.scrutin_consent, contenu={"choix": ["objecte"]}, raison="Cela nuirait."
    )
    m.objection = Objection.objects.get(scrutin=m.scrutin_consent)


def _moderation(m: SimpleNamespace) -> None:
    """A flag to treat, a message removed, another whose removal is appealed."""
    m.signalement = signaler(par=m.roles["ges"], message=m.message, motif="Ton blessant.")
    retire = ecrire_message(par=m.roles["pub"], sujet=m.sujet, corps="De trop.")
    m.signalement_retenu = traiter_signalement(
        par=m.roles["ani"], signalement=signaler(par=m.roles["ges"], message=retire, motif="Hors sujet."),
        retirer=True, raison="Hors sujet.",
    )  # fmt: skip
    appele = ecrire_message(par=m.roles["pub"], sujet=m.sujet, corps="De trop aussi.")
    m.signalement_appele = traiter_signalement(
        par=m.roles["ani"], signalement=signaler(par=m.roles["ges"], message=appele, motif="Hors sujet."),
        retirer=True, raison="Hors sujet.",
    )  # fmt: skip
    faire_appel(par=m.roles["pub"], signalement=m.signalement_appele, texte="C'était utile.")


def _ouvert(m: SimpleNamespace, **champs) -> Scrutin:
    scrutin = forum.scrutin(m.sujet_reserve, m.instance, animation=m.roles["ani"], **champs)
    Scrutin.objects.filter(pk=scrutin.pk).update(annonce_le=timezone.now() - timedelta(minutes=1))
    scrutin.refresh_from_db()
    assert ouvrir_scrutin(scrutin=scrutin)
    return Scrutin.objects.get(pk=scrutin.pk)


def _propositions(m: SimpleNamespace) -> None:
    """A draft, one published with an amendment and one refused, one adopted from which an answer is awaited."""
    textes = {"probleme": "On attend.", "action": "Ouvrir un guichet.", "effet": "L'attente baisse."}
    m.brouillon_forum = proposer(par=m.roles["pub"], espace=m.espace, titre="Brouillon", **textes)

    def publier(titre):
        p = proposer(
            par=m.roles["pub"], espace=m.espace, titre=titre, indicateurs=[m.indicateur], organisations=[m.ministere],
            effet_indicateur=m.indicateur, effet_sens="baisse", **textes,
        )  # fmt: skip
        return publier_proposition(par=m.roles["pub"], proposition=p)

    m.proposition, m.proposition_adoptee = publier("Ouvrir un guichet"), publier("Ouvrir le soir")
    visee = courante(m.proposition)
    m.amendement = amender(par=m.roles["ges"], visee=visee, motif="Mieux", action="Ouvrir deux guichets.")
    refuse = amender(par=m.roles["ges"], visee=visee, motif="Autre", action="Fermer un guichet.")
    m.amendement_refuse = refuser_amendement(par=m.roles["pub"], amendement=refuse, raison="Non.")
    Proposition.objects.filter(pk=m.proposition_adoptee.pk).update(etat="adoptee")
    m.reponse = demander_reponse(par=m.roles["ani"], proposition=m.proposition_adoptee, organisation=m.ministere)


def peupler(m: SimpleNamespace, n: int) -> None:
    """One space, topic, message, vote, objection more."""
    voisin = forum.espace(nom=f"Espace {n}", portee=Portee.ECOSYSTEME)
    forum.sujet(voisin, m.roles["pub"], question=True)
    forum.sujet(m.espace, m.roles["pub"])
    ecrire_message(par=m.roles["ges"], sujet=m.sujet, corps=f"Message {n}.", cite=m.message)
    forum.scrutin(m.sujet_reserve, m.instance, animation=m.roles["ani"], question=f"Question {n}?")
    p = forum.proposition(
        m.espace, m.roles["coo"], titre=f"Proposition {n}", etat="en_discussion", sujet=forum.sujet(m.espace)
    )
    p.indicateurs.add(m.indicateur)
    amender(par=m.roles["ges"], visee=courante(m.proposition), motif=f"Motif {n}", effet=f"Effet {n}.")
    autre = ecrire_message(par=m.roles["pub"], sujet=m.sujet, corps=f"Signalé {n}.")
    signaler(par=m.roles["ges"], message=autre, motif=f"Motif {n}.")
    proposer_enonce(par=m.roles["ges"], consultation=m.consultation, texte=f"Énoncé {n}.")
    forum.instance(f"Comité {n}", portee=Portee.ECOSYSTEME)
    forum.mandat(m.instance, organisation=m.ministere)
