"""Two people at once on one initiative: real threads, real transactions; one is told, nothing is lost or doubled."""

from functools import partial

import pytest

from ecosysteme.models import Initiative
from ecosysteme.services import initiatives as services
from ecosysteme.services.initiatives import ConflitFiche
from ecosysteme.services.participations import participer
from tests.saisie.aides import en_parallele

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("journal_videable")]


def test_de_deux_etapes_ecrites_ensemble_une_seule_passe_et_l_autre_le_sait(initiative, gestionnaire, coordination):
    def fixer(par, quoi):
        try:
            services.fixer_etape(par=par, initiative=initiative, quoi=quoi, qui=None, quand=None, version_lue=1)
        except ConflitFiche as conflit:
            return conflit.actuelle.prochaine_etape
        return ""

    gestes = [partial(fixer, gestionnaire, "Mesurer"), partial(fixer, coordination, "Appeler")]
    dits = sorted(en_parallele(gestes))
    actuelle = Initiative.objects.get()
    assert dits == ["", actuelle.prochaine_etape]
    assert actuelle.version == 2


def test_un_double_clic_ne_fait_participer_qu_une_fois(initiative, responsable):
    en_parallele([partial(participer, par=responsable, initiative=initiative)] * 4)
    assert initiative.participations.filter(personne=responsable).count() == 1


def test_des_rattachements_simultanes_sont_tous_gardes(initiative, gestionnaire, indicateur_d_ailleurs, ailleurs):
    objets = [indicateur_d_ailleurs, ailleurs, indicateur_d_ailleurs]
    en_parallele([partial(services.rattacher, par=gestionnaire, initiative=initiative, objet=o) for o in objets])
    assert indicateur_d_ailleurs in initiative.indicateurs.all()
    assert ailleurs in initiative.organisations.all()
    assert Initiative.objects.get().version in (2, 3)
