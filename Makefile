# Two commands are enough: « make run » and « make test ». The rest of the work is in ecosysteme/lanceur/.
.PHONY: run manage test lint bench services

PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
ifeq ($(PYTHON),)
$(error Il faut Python 3.11 ou plus récent, et cette machine n'en a pas : installez-le puis recommencez)
endif

run manage test lint bench services:
	@exec $(PYTHON) -m ecosysteme.lanceur $@ $(ARGS)
