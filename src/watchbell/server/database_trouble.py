"""What is wrong with a database that cannot be used, and the way out, for people."""

from __future__ import annotations

from django.db import DatabaseError, connection

from watchbell.errors import SystemFailure

# By the start of SQLite's own name of the error.
_CODES = {
    "SQLITE_NOTADB": "database_damaged",
    "SQLITE_CORRUPT": "database_damaged",
    "SQLITE_CANTOPEN": "database_closed_to_us",
    "SQLITE_READONLY": "database_closed_to_us",
    "SQLITE_PERM": "database_closed_to_us",
    "SQLITE_BUSY": "database_busy",
    "SQLITE_FULL": "database_full",
    "SQLITE_IOERR": "database_full",
}


def explained(error: DatabaseError) -> SystemFailure:
    """`error` as one of ours."""
    name = str(getattr(error.__cause__, "sqlite_errorname", ""))
    code = next((code for start, code in _CODES.items() if name.startswith(start)), "database_failed")
    path = str(connection.settings_dict["NAME"])
    return SystemFailure(code, path=path, detail=str(error).strip())
