-- A runtime points to its newest revision, the one with the greatest id. What is long stands last in a row, so that lists do not read it. The build that a revision
-- was given its packages by has a `package_number`: the greatest one of a key is that of the packages on the disk.

CREATE TABLE runtimes (
    project_id         TEXT    NOT NULL,
    id                 TEXT    NOT NULL,
    name               BLOB    NOT NULL,
    engine             TEXT    NOT NULL,
    newest_revision_id TEXT    NOT NULL,
    created_at         INTEGER NOT NULL,
    PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE runtime_revisions (
    id             TEXT    NOT NULL PRIMARY KEY,
    project_id     TEXT    NOT NULL,
    runtime_id     TEXT    NOT NULL,
    language       TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    attempts       INTEGER NOT NULL,
    package_key    TEXT,
    package_digest TEXT,
    package_number INTEGER,
    created_at     INTEGER NOT NULL,
    manifest_name  TEXT    NOT NULL,
    manifest       BLOB    NOT NULL,
    imports        BLOB,
    preloads       BLOB    NOT NULL,
    package_lock   BLOB,
    build_log      BLOB    NOT NULL,
    FOREIGN KEY (project_id, runtime_id) REFERENCES runtimes (project_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX runtime_revisions_runtime ON runtime_revisions (project_id, runtime_id, id);

CREATE INDEX runtime_revisions_status ON runtime_revisions (status, id);

CREATE INDEX runtime_revisions_package ON runtime_revisions (package_key, package_number) WHERE package_key IS NOT NULL;
