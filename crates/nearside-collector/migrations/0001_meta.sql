-- Who this database is. One row: the check on the key makes a second one impossible.
CREATE TABLE meta (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    instance    BLOB    NOT NULL CHECK (length(instance) = 16),
    created_day INTEGER NOT NULL -- days since 1970-01-01, UTC
) STRICT;

INSERT INTO meta (only, instance, created_day)
VALUES (1, randomblob(16), unixepoch() / 86400);
