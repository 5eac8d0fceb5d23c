-- Why: people of the company log in at an issuer; who they are, where they are logged in, and what keeps them so.

-- Identity is (issuer, subject) and nothing else: a name or an address may be given to another person.
create table staff_account (
    id            text collate "C" not null,
    issuer        text collate "C" not null,
    subject       text collate "C" not null,
    display_name  text        not null,
    issuer_groups text[]      not null default '{}',
    created_at    timestamptz not null,
    login_at      timestamptz,
    disabled_at   timestamptz,
    constraint staff_account_pk primary key (id),
    constraint staff_account_issuer_subject_unique unique (issuer, subject),
    constraint staff_account_issuer_check check (length(issuer) between 1 and 500),
    constraint staff_account_subject_check check (length(subject) between 1 and 255),
    constraint staff_account_display_name_check check (length(display_name) <= 200),
    constraint staff_account_issuer_groups_check check (cardinality(issuer_groups) <= 200)
);

comment on column staff_account.issuer_groups is 'as the issuer said at the last login; what they permit is a matter of roles';

create table staff_session (
    id              text collate "C" not null,
    account_id      text collate "C" not null,
    issuer_sid      text collate "C",
    created_at      timestamptz not null,
    used_at         timestamptz not null,
    idle_expires_at timestamptz not null,
    expires_at      timestamptz not null,
    ended_at        timestamptz,
    end_reason      text,
    constraint staff_session_pk primary key (id),
    constraint staff_session_account_id_fk foreign key (account_id) references staff_account (id),
    constraint staff_session_issuer_sid_check check (length(issuer_sid) between 1 and 255),
    constraint staff_session_end_reason_check check ((ended_at is null) = (end_reason is null)
        and end_reason in ('logout', 'ended', 'reuse', 'disabled', 'issuer')),
    constraint staff_session_expires_at_check check (expires_at <= created_at + interval '12 hours')
);

create index staff_session_account_id_idx on staff_session (account_id, created_at);
create index staff_session_issuer_sid_idx on staff_session (issuer_sid) where issuer_sid is not null;
create index staff_session_ended_at_idx on staff_session (ended_at) where ended_at is not null;
create index staff_session_expires_at_idx on staff_session (expires_at);

comment on column staff_session.issuer_sid is 'the issuer''s own name of the session, by which it ends it';

-- The refresh tokens of a session, each used once. Only hashes: a copy of this table opens nothing.
create table staff_refresh (
    token_hash     bytea       not null,
    session_id     text collate "C" not null,
    created_at     timestamptz not null,
    spent_at       timestamptz,
    successor_hash bytea,
    successor_salt bytea,
    constraint staff_refresh_pk primary key (token_hash),
    constraint staff_refresh_session_id_fk foreign key (session_id) references staff_session (id) on delete cascade,
    constraint staff_refresh_token_hash_check check (octet_length(token_hash) = 32),
    constraint staff_refresh_spent_at_check check ((spent_at is null) = (successor_hash is null)),
    constraint staff_refresh_successor_salt_check check (successor_salt is null or spent_at is not null)
);

create index staff_refresh_session_id_idx on staff_refresh (session_id);
-- One token of a family is alive, never two.
create unique index staff_refresh_alive_unique on staff_refresh (session_id) where spent_at is null;

comment on column staff_refresh.successor_salt is
    'with the token itself and the secret it makes the successor again, for the client whose answer was lost; emptied once that is used';

-- As V0020 has it; no customer has a row here.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['staff_account', 'staff_session', 'staff_refresh'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;
