-- Values are sealed under a master key; the keys themselves are never here. A retired master key seals nothing any more.

CREATE TABLE master_keys (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE secrets (
    project_id    TEXT COLLATE "C" NOT NULL,
    id            TEXT COLLATE "C" NOT NULL,
    name          BYTEA NOT NULL,
    master_key_id TEXT COLLATE "C" NOT NULL,
    sealed        BYTEA NOT NULL,
    created_at    BIGINT NOT NULL,
    PRIMARY KEY (project_id, id)
);
