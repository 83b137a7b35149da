"""Files people send: how much is held in memory, and the antivirus they pass through when there is one."""

import os

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Where clamd listens: « hôte:port », or the path of its socket. Empty: files are kept, and said not to be analysed.
ANTIVIRUS_CLAMD = os.environ.get("ANTIVIRUS_CLAMD", "")
ANTIVIRUS_DELAI = 10.0
