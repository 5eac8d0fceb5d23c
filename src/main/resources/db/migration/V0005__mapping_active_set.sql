-- All instances must run the same set of mappings: which one is in force, and who runs what.

create table mapping_active_set (
    -- One row.
    singleton     boolean     not null primary key default true check (singleton),
    hash          text        collate "C" not null,
    -- Its instances stay ready for a while, so that a rolling change can finish.
    previous_hash text        collate "C",
    activated_at  timestamptz not null,
    activated_by  text        not null
);

-- A set that was in force once does not come back by the restart of an old instance.
create table mapping_known_set (
    hash          text        collate "C" not null primary key,
    first_seen_at timestamptz not null
);

create table mapping_instance (
    instance text        not null primary key,
    hash     text        collate "C" not null,
    seen_at  timestamptz not null
);
