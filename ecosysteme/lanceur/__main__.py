"""`python3 -m ecosysteme.lanceur COMMANDE`. Written so that an old Python can read it and say that it is too old."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (read by whatever Python the machine has)
    trouve = "%d.%d" % sys.version_info[:2]  # noqa: UP031
    sys.exit("Le portail demande Python 3.11 ou plus récent ; celui-ci est Python %s (%s)." % (trouve, sys.executable))  # noqa: UP031

from ecosysteme.lanceur.commandes import principal

if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
