-- Times are 100 ns since 1970. Text that callers wrote is a BYTEA of UTF-8.

CREATE TABLE projects (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id                  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    project_id          TEXT COLLATE "C" NOT NULL REFERENCES projects (id),
    name                TEXT NOT NULL,
    hash                BYTEA NOT NULL UNIQUE,
    max_concurrency     BIGINT,
    requests_per_minute BIGINT,
    is_made_at_start    BIGINT NOT NULL,
    created_at          BIGINT NOT NULL,
    revoked_at          BIGINT
);
