"""Hold a worker in the middle of a write, by a trigger that sleeps, to kill it there."""

from django.db import connection

from tests.lanceur.aides import attendre

POSER = """
CREATE OR REPLACE FUNCTION essai_pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$;
CREATE TRIGGER essai_pause BEFORE {geste} ON {table} FOR EACH ROW WHEN ({quand}) EXECUTE FUNCTION essai_pause();
"""


def executer(ordre, *parametres):
    with connection.cursor() as curseur:
        curseur.execute(ordre, parametres)
        return curseur.fetchall() if curseur.description else []


def en_pause():
    """Backends that sleep in the trigger."""
    return [
        pid for (pid,) in executer("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND state = 'active'")
    ]


def tuer_au_milieu(chantier, tache, *, geste, table, quand):
    """Send a task, kill its worker while it sleeps in that write; the database is as if nothing had been tried."""
    executer(POSER.format(geste=geste, table=table, quand=quand))
    travailleur = chantier.travailleur()
    chantier.envoyer(tache)
    attendre(en_pause)
    travailleur.tuer()
    for pid in en_pause():  # the server too notices that its client is gone
        executer("SELECT pg_terminate_backend(%s)", pid)
    attendre(lambda: not en_pause())
    executer(f"DROP TRIGGER essai_pause ON {table}")
