-- A runtime points to its newest revision, the one with the greatest id. What is long stands last in a row, so that lists do not read it. The build that a revision
-- was given its packages by has a `package_number`: the greatest one of a key is that of the packages on the disk.

CREATE TABLE runtimes (
    project_id         TEXT COLLATE "C" NOT NULL,
    id                 TEXT COLLATE "C" NOT NULL,
    name               BYTEA NOT NULL,
    engine             TEXT NOT NULL,
    newest_revision_id TEXT COLLATE "C" NOT NULL,
    created_at         BIGINT NOT NULL,
    PRIMARY KEY (project_id, id)
);

CREATE TABLE runtime_revisions (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    project_id     TEXT COLLATE "C" NOT NULL,
    runtime_id     TEXT COLLATE "C" NOT NULL,
    language       TEXT NOT NULL,
    status         TEXT NOT NULL,
    attempts       BIGINT NOT NULL,
    package_key    TEXT COLLATE "C",
    package_digest TEXT COLLATE "C",
    package_number BIGINT,
    created_at     BIGINT NOT NULL,
    manifest_name  TEXT NOT NULL,
    manifest       BYTEA NOT NULL,
    imports        BYTEA,
    preloads       BYTEA NOT NULL,
    package_lock   BYTEA,
    build_log      BYTEA NOT NULL,
    FOREIGN KEY (project_id, runtime_id) REFERENCES runtimes (project_id, id) ON DELETE CASCADE
);

CREATE INDEX runtime_revisions_runtime ON runtime_revisions (project_id, runtime_id, id);

CREATE INDEX runtime_revisions_status ON runtime_revisions (status, id);

CREATE INDEX runtime_revisions_package ON runtime_revisions (package_key, package_number) WHERE package_key IS NOT NULL;
