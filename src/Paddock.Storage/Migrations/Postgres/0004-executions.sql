-- What lists and pruning look at stays apart from the long details. `size` is that of all details together, in bytes.

CREATE TABLE executions (
    project_id   TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    kind         BIGINT NOT NULL,
    tool_id      TEXT COLLATE "C",
    language     TEXT NOT NULL,
    exit_code    BIGINT NOT NULL,
    milliseconds BIGINT NOT NULL,
    started_at   BIGINT NOT NULL,
    size         BIGINT NOT NULL,
    PRIMARY KEY (project_id, id)
);

CREATE INDEX executions_failed ON executions (project_id, id) WHERE exit_code <> 0;

CREATE INDEX executions_started_at ON executions (started_at);

CREATE TABLE execution_details (
    project_id TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    request    BYTEA NOT NULL,
    response   BYTEA NOT NULL,
    network    BYTEA NOT NULL,
    PRIMARY KEY (project_id, id),
    FOREIGN KEY (project_id, id) REFERENCES executions (project_id, id) ON DELETE CASCADE
);
