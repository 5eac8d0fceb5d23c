-- Why: the first answer to an Idempotency-Key is given again for seven days; a key and its effect commit together.
create table operation_key (
    principal   text collate "C" not null,
    operation   text collate "C" not null,
    key         text collate "C" not null,
    fingerprint bytea            not null,
    state       text             not null,
    lease_until timestamptz,
    prepared    text,
    status      integer,
    headers     text,
    body        bytea,
    created_at  timestamptz      not null,
    constraint operation_key_pkey primary key (principal, operation, key),
    constraint operation_key_state_check check (state in ('running', 'done')),
    constraint operation_key_running_check
        check (state <> 'running' or (lease_until is not null and prepared is not null and status is null)),
    constraint operation_key_done_check
        check (state <> 'done' or (lease_until is null and prepared is null and status between 200 and 299)),
    constraint operation_key_fingerprint_check check (octet_length(fingerprint) = 32)
);

create index operation_key_created_at_idx on operation_key (created_at);

comment on column operation_key.lease_until is 'of the one who is calling out; after it anyone with the same key resumes';
comment on column operation_key.prepared is 'JSON of what the call needs, kept while the call is running';
