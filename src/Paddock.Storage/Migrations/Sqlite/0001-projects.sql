-- Times are 100 ns since 1970. Text that callers wrote is a BLOB of UTF-8.

CREATE TABLE projects (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    id                  TEXT    NOT NULL PRIMARY KEY,
    project_id          TEXT    NOT NULL REFERENCES projects (id),
    name                TEXT    NOT NULL,
    hash                BLOB    NOT NULL UNIQUE,
    max_concurrency     INTEGER,
    requests_per_minute INTEGER,
    is_made_at_start    INTEGER NOT NULL,
    created_at          INTEGER NOT NULL,
    revoked_at          INTEGER
) STRICT;
