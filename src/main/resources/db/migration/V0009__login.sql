-- Why: customers log in with one-time codes; how often anything may be asked is counted where every instance sees it.

-- Buckets of bucket4j: who asked how often. A row that has expired says the same as none.
create table access_rate_bucket (
    name       text collate "C" not null,
    state      bytea,
    expires_at bigint,
    constraint access_rate_bucket_pk primary key (name)
) with (fillfactor = 50);

create index access_rate_bucket_expires_at_idx on access_rate_bucket (expires_at);

comment on column access_rate_bucket.expires_at is 'milliseconds since 1970; the bucket is full again';

-- One row per request for a code, whether the number is a customer's or not.
create table login_challenge (
    id              text collate "C" not null,
    mobile_key      bytea       not null,
    mobile_sealed   bytea,
    device_key      bytea       not null,
    code_hash       bytea       not null,
    pepper_kid      text collate "C" not null,
    operator_prefix text collate "C" not null,
    language        text        not null,
    state           text        not null,
    try_count       integer     not null default 0,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    sent_at         timestamptz,
    ended_at        timestamptz,
    constraint login_challenge_pk primary key (id),
    constraint login_challenge_mobile_key_check check (octet_length(mobile_key) = 32),
    constraint login_challenge_device_key_check check (octet_length(device_key) = 32),
    constraint login_challenge_code_hash_check check (octet_length(code_hash) = 32),
    constraint login_challenge_state_check check (state in ('open', 'verified', 'replaced')),
    constraint login_challenge_ended_at_check check ((state = 'open') = (ended_at is null)),
    constraint login_challenge_mobile_sealed_check check ((state = 'open') = (mobile_sealed is not null)),
    constraint login_challenge_try_count_check check (try_count between 0 and 10),
    constraint login_challenge_expires_at_check check (expires_at <= created_at + interval '600 seconds')
);

-- A new challenge kills the old one: there is never a second that is open.
create unique index login_challenge_mobile_key_unique on login_challenge (mobile_key) where state = 'open';
create index login_challenge_operator_prefix_idx on login_challenge (operator_prefix, sent_at) where sent_at is not null;
create index login_challenge_created_at_idx on login_challenge (created_at);

comment on column login_challenge.mobile_key is 'HMAC of the number: the number itself is sealed, and gone when the challenge ends';
comment on column login_challenge.operator_prefix is 'the number without its last seven digits';
comment on column login_challenge.sent_at is 'when its letter was handed to the lane notify; null for a number that gets none';

-- When a number may ask for the next code.
create table login_mobile (
    mobile_key    bytea       not null,
    request_count integer     not null,
    requested_at  timestamptz not null,
    resend_at     timestamptz not null,
    constraint login_mobile_pk primary key (mobile_key),
    constraint login_mobile_request_count_check check (request_count >= 1)
);

create index login_mobile_requested_at_idx on login_mobile (requested_at);

-- Wrong codes per number; a device that the customer has logged in with before has a row of its own, so that strangers
-- cannot keep it waiting.
create table login_guess (
    mobile_key        bytea       not null,
    device_key        bytea       not null,
    failure_count     integer     not null,
    window_started_at timestamptz not null,
    wait_until        timestamptz,
    consecutive_count integer     not null,
    failed_at         timestamptz not null,
    constraint login_guess_pk primary key (mobile_key, device_key),
    constraint login_guess_failure_count_check check (failure_count >= 0),
    constraint login_guess_consecutive_count_check check (consecutive_count >= failure_count)
);

create index login_guess_failed_at_idx on login_guess (failed_at);

comment on column login_guess.device_key is 'empty: every device that is not known';
comment on column login_guess.consecutive_count is 'since the last right code; at the maximum another factor is needed';

-- Number ranges whose codes are sent and not used: somebody earns from the messages.
create table login_tripped_prefix (
    operator_prefix text collate "C" not null,
    tripped_at      timestamptz not null,
    until           timestamptz not null,
    sent_count      integer     not null,
    verified_count  integer     not null,
    constraint login_tripped_prefix_pk primary key (operator_prefix)
);

create table login_session (
    id              text collate "C" not null,
    customer_id     text collate "C" not null,
    mobile_key      bytea       not null,
    device_key      bytea       not null,
    created_at      timestamptz not null,
    used_at         timestamptz not null,
    idle_expires_at timestamptz not null,
    expires_at      timestamptz not null,
    ended_at        timestamptz,
    end_reason      text,
    constraint login_session_pk primary key (id),
    constraint login_session_customer_id_fk foreign key (customer_id) references customer_mirror (id),
    constraint login_session_end_reason_check
        check ((ended_at is null) = (end_reason is null) and end_reason in ('logout', 'ended', 'reuse')),
    constraint login_session_expires_at_check check (expires_at <= created_at + interval '30 days')
);

create index login_session_customer_id_idx on login_session (customer_id, created_at);
create index login_session_device_key_idx on login_session (mobile_key, device_key);
create index login_session_ended_at_idx on login_session (ended_at) where ended_at is not null;
create index login_session_expires_at_idx on login_session (expires_at);

-- The refresh tokens of a session, each used once. Only hashes: a copy of this table opens nothing.
create table login_refresh (
    token_hash       bytea       not null,
    session_id       text collate "C" not null,
    created_at       timestamptz not null,
    spent_at         timestamptz,
    successor_hash   bytea,
    successor_sealed bytea,
    seal_kid         text collate "C",
    constraint login_refresh_pk primary key (token_hash),
    constraint login_refresh_session_id_fk foreign key (session_id) references login_session (id) on delete cascade,
    constraint login_refresh_token_hash_check check (octet_length(token_hash) = 32),
    constraint login_refresh_spent_at_check check ((spent_at is null) = (successor_hash is null)),
    constraint login_refresh_successor_sealed_check check ((successor_sealed is null) = (seal_kid is null))
);

create index login_refresh_session_id_idx on login_refresh (session_id);
-- One token of a family is alive, never two.
create unique index login_refresh_alive_unique on login_refresh (session_id) where spent_at is null;

comment on column login_refresh.successor_sealed is 'for the client whose answer was lost; emptied once the successor is used';

create index customer_mirror_mobile_idx on customer_mirror (mobile);
