-- Values are sealed under a master key; the keys themselves are never here. A retired master key seals nothing any more.

CREATE TABLE master_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE secrets (
    project_id    TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    name          BLOB    NOT NULL,
    master_key_id TEXT    NOT NULL,
    sealed        BLOB    NOT NULL,
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (project_id, id)
) STRICT;
