"""What beat sends, and how often (seconds): a task is a hint, sending it once more changes nothing."""

CELERY_BEAT_SCHEDULE = {
    "balayer": {"task": "pilotage.tasks.balayer", "schedule": 30.0},
    "cartes-d-opinion": {"task": "forum.tasks_opinion.calculer_cartes", "schedule": 60.0, "options": {"expires": 60}},
    "battement": {"task": "ecosysteme.tasks.battre", "schedule": 15.0, "options": {"expires": 15}},
    "courriels": {"task": "ecosysteme.tasks.ecrire_courriels", "schedule": 45.0, "options": {"expires": 45}},
    "escalades": {"task": "pilotage.tasks.monter_escalades", "schedule": 60.0},
    "pieces-jointes": {"task": "forum.tasks_pieces.entretenir", "schedule": 60.0, "options": {"expires": 60}},
    "rappels-actions": {"task": "pilotage.tasks.rappeler_actions", "schedule": 600.0},
    "rappels-decisions": {"task": "ecosysteme.tasks.rappeler_revisions", "schedule": 600.0},
    "fraicheur": {"task": "pilotage.tasks.avancer_jour", "schedule": 600.0},
    "demandes-sans-reponse": {"task": "pilotage.tasks.monter_demandes", "schedule": 60.0},
    "usage-du-mois": {"task": "pilotage.tasks.mesurer_usage", "schedule": 3600.0},
    "rappels-reponses": {"task": "forum.tasks_propositions.rappeler_reponses", "schedule": 600.0},
    "rappels-pratiques": {"task": "communaute.tasks.rappeler_pratiques", "schedule": 3600.0},
    "rencontres": {"task": "pilotage.tasks.planifier_rencontres", "schedule": 600.0},
    "scrutins": {"task": "forum.tasks_scrutins.balayer_scrutins", "schedule": 30.0},
    "verification-nocturne": {"task": "pilotage.tasks.planifier_verification", "schedule": 600.0},
}
