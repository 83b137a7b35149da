"""Import of files: read, compared with what stands line by line, published in one transaction, undone if need be.

`lecture` and `classeur` turn a file into rows, `profils` say what the rows mean, `preparation` copies them into
staging tables (`tampon`), `apercu` compares, `publication` and `annulation` write. The comparing and the writing are
set-based SQL (`pilotage/sql/importation_*.sql`). docs/formats-import.md is for the people who prepare files.
"""
