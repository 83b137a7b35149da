"""The launcher of the portal on a developer's machine: environment, embedded servers, processes (docs/adr/0002, 0003).

Standard library only: it runs before any environment exists, with the machine's own Python. Production never uses it.
"""
