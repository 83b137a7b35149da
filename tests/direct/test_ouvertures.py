"""Screens that all come back at once: the database sees a few of them at a time."""

import asyncio

from django.http import HttpResponse
from django.test import RequestFactory

from ecosysteme.views import direct


def test_deux_cents_ecrans_qui_reviennent_ensemble_passent_quelques_uns_a_la_fois(monkeypatch):
    dedans, plus, faits = set(), [], []

    async def ouvrir(request):
        dedans.add(request)
        plus.append(len(dedans))
        await asyncio.sleep(0.001)
        dedans.discard(request)
        faits.append(request)
        return HttpResponse()

    async def revenir():
        fabrique = RequestFactory()
        await asyncio.gather(*(direct.evenements(fabrique.get("/evenements/")) for _ in range(200)))

    monkeypatch.setattr(direct, "_ouvrir", ouvrir)
    for _ in range(2):  # each event loop has its own door
        asyncio.run(revenir())
    assert len(faits) == 400
    assert max(plus) <= direct.OUVERTURES
