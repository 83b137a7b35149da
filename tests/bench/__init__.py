"""The figures to reach (`make bench`), printed as one table of ratios measured in one run.

A row is what we do against a floor measured in the same session: hand-written SQL, a bare COPY, an empty page. To add
rows, write `tests/bench/chiffres_<sujet>.py`:

    from .harnais import Banc, Chiffre, chiffre, comparer

    @chiffre("import")
    def stockage(banc: Banc):
        nous, repere = comparer(banc.tours, importer, copier)      # medians in seconds, rounds alternate
        yield Chiffre("Un import contre un COPY nu", nous, repere, borne=2.5)

It runs on the bench database (`tests/bench/donnees.py`: 11,250 indicators, --mesures measures, kept between runs) with
Django ready and the default connection on it. `python -m tests.bench --seulement import` runs one subject.
"""
