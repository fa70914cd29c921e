-- What lists and pruning look at stays apart from the long details. `size` is that of all details together, in bytes.

CREATE TABLE executions (
    project_id   TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    kind         INTEGER NOT NULL,
    tool_id      TEXT,
    language     TEXT    NOT NULL,
    exit_code    INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    size         INTEGER NOT NULL,
    PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX executions_failed ON executions (project_id, id) WHERE exit_code <> 0;

CREATE INDEX executions_started_at ON executions (started_at);

CREATE TABLE execution_details (
    project_id TEXT NOT NULL,
    id         TEXT NOT NULL,
    request    BLOB NOT NULL,
    response   BLOB NOT NULL,
    network    BLOB NOT NULL,
    PRIMARY KEY (project_id, id),
    FOREIGN KEY (project_id, id) REFERENCES executions (project_id, id) ON DELETE CASCADE
) STRICT;
