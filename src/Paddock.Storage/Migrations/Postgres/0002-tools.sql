-- A tool points to its current revision; revisions never change.

CREATE TABLE tools (
    project_id          TEXT COLLATE "C" NOT NULL,
    id                  TEXT COLLATE "C" NOT NULL,
    current_revision_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (project_id, id)
);

CREATE TABLE tool_revisions (
    project_id          TEXT COLLATE "C" NOT NULL,
    tool_id             TEXT COLLATE "C" NOT NULL,
    id                  TEXT COLLATE "C" NOT NULL,
    name                BYTEA NOT NULL,
    description         BYTEA NOT NULL,
    language            TEXT NOT NULL,
    code                BYTEA NOT NULL,
    input_schema        BYTEA NOT NULL,
    runtime_revision_id BYTEA,
    created_at          BIGINT NOT NULL,
    PRIMARY KEY (project_id, tool_id, id),
    FOREIGN KEY (project_id, tool_id) REFERENCES tools (project_id, id) ON DELETE CASCADE
);
