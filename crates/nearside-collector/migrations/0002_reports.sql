-- Which reports were counted, for as long as they may come again.
CREATE TABLE report (
    id  BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    day INTEGER NOT NULL -- days since 1970-01-01, UTC
) STRICT, WITHOUT ROWID;

-- How often each symbol came, by all that a report says in clear. Nothing here leads back to a report.
CREATE TABLE tally (
    site     TEXT    NOT NULL,
    slot     TEXT    NOT NULL,
    variant  TEXT    NOT NULL,
    origin   INTEGER NOT NULL, -- 0 explored, 1 holdout
    arms     INTEGER NOT NULL,
    epsilon  INTEGER NOT NULL, -- thousandths
    segments INTEGER NOT NULL,
    bins     INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    symbol   INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (site, day, slot, variant, origin, arms, epsilon, segments, bins, symbol)
) STRICT, WITHOUT ROWID;

-- Ids of reports before this day have been forgotten, so such reports are not counted any more.
CREATE TABLE retention (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    before_day INTEGER NOT NULL
) STRICT;

INSERT INTO retention (only, before_day) VALUES (1, 0);
