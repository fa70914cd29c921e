-- A tool points to its current revision; revisions never change.

CREATE TABLE tools (
    project_id          TEXT NOT NULL,
    id                  TEXT NOT NULL,
    current_revision_id TEXT NOT NULL,
    PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tool_revisions (
    project_id          TEXT    NOT NULL,
    tool_id             TEXT    NOT NULL,
    id                  TEXT    NOT NULL,
    name                BLOB    NOT NULL,
    description         BLOB    NOT NULL,
    language            TEXT    NOT NULL,
    code                BLOB    NOT NULL,
    input_schema        BLOB    NOT NULL,
    runtime_revision_id BLOB,
    created_at          INTEGER NOT NULL,
    PRIMARY KEY (project_id, tool_id, id),
    FOREIGN KEY (project_id, tool_id) REFERENCES tools (project_id, id) ON DELETE CASCADE
) STRICT;
