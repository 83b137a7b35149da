"""What people write and feel in a meeting. A note is one row an author: two people writing at once lose nothing."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from ..enums import EtatRencontre
from ..models import Accord, NoteRencontre, PointOrdreDuJour, Rencontre
from ._rencontres import ActeRefuse, inscrire, verrouiller

NOTE_MAX = 4000


@ecriture
def noter(
    *, par: Personne, rencontre: Rencontre, uuid: UUID, texte: str, point: PointOrdreDuJour | None = None
) -> NoteRencontre:
    """Keep a note. Sent twice (a lost connection), it is the same note; sent with another text, it is corrected.

    A note written offline is still taken after the meeting, until its minutes are published.
    Raises ValidationError for an empty or endless note, ActeRefuse when it is too late or the note is another's.
    """
    net = texte.replace("\x00", "").strip()
    if not net or len(net) > NOTE_MAX:
        raise ValidationError("Écrivez la note." if not net else f"Une note tient en {NOTE_MAX} caractères.")
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS, EtatRencontre.CLOSE)
    if actuelle.pv_publie_le:
        raise ActeRefuse("Le procès-verbal est publié : la note n'y entre plus. Gardez-la ou confiez-la à l'animation.")
    note = NoteRencontre.objects.filter(uuid=uuid).first()
    if note is None:
        note = NoteRencontre(rencontre=actuelle, point=point, auteur=par, uuid=uuid, texte=net)
        note.save(force_insert=True)
        inscrire(actuelle, "note", f"{par} : {net}", par=par, point=point)
        return note
    if note.auteur_id != par.pk or note.rencontre_id != actuelle.pk:
        raise ActeRefuse("Cette note est celle de quelqu'un d'autre.")
    if note.texte != net:
        note.texte, note.maj_le, note.version = net, timezone.now(), note.version + 1
        note.save(update_fields=["texte", "maj_le", "version"])
        inscrire(actuelle, "note_corrigee", f"{par} : {net}", par=par, point=note.point)
    return note


@ecriture
def dire_accord(
    *, par: Personne, rencontre: Rencontre, point: PointOrdreDuJour, accord: int, prete_a_vivre: bool
) -> Accord:
    """Say how far one agrees on an item, and whether one could live with the decision; said again, it is replaced."""
    if not 0 <= accord <= 100:
        raise ValidationError("L'accord va de 0 à 100 %.")
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    dit = {"accord": accord, "prete_a_vivre": prete_a_vivre, "quand": timezone.now()}
    siens = Accord.objects.filter(point=point, personne=par)
    ancien = siens.first()
    if ancien and (ancien.accord, ancien.prete_a_vivre) == (accord, prete_a_vivre):
        return ancien
    ecrit, _ = Accord.objects.update_or_create(point=point, personne=par, defaults=dit)
    inscrire(actuelle, "accord", f"{par} dit où en est son accord : {point.titre}"[:500], par=par, point=point)
    return ecrit
