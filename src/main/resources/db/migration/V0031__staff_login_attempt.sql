-- Why: a login goes through two redirects and one exchange; what ties them together is kept here, each used once.

create table staff_login_attempt (
    state_hash      bytea       not null,
    return_url      text        not null,
    code_challenge  text collate "C" not null,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    used_at         timestamptz,
    code_hash       bytea,
    code_expires_at timestamptz,
    account_id      text collate "C",
    issuer_sid      text collate "C",
    redeemed_at     timestamptz,
    constraint staff_login_attempt_pk primary key (state_hash),
    constraint staff_login_attempt_code_hash_unique unique (code_hash),
    constraint staff_login_attempt_account_id_fk foreign key (account_id) references staff_account (id),
    constraint staff_login_attempt_state_hash_check check (octet_length(state_hash) = 32),
    constraint staff_login_attempt_return_url_check check (length(return_url) between 1 and 2048),
    constraint staff_login_attempt_code_challenge_check check (code_challenge ~ '^[A-Za-z0-9_-]{43}$'),
    constraint staff_login_attempt_expires_at_check check (expires_at <= created_at + interval '10 minutes'),
    constraint staff_login_attempt_code_expires_at_check check (code_expires_at <= used_at + interval '60 seconds'),
    constraint staff_login_attempt_code_check check ((code_hash is null) = (code_expires_at is null)
        and (code_hash is null) = (account_id is null) and (code_hash is null or used_at is not null)),
    constraint staff_login_attempt_redeemed_at_check check (redeemed_at is null or code_hash is not null)
);

create index staff_login_attempt_created_at_idx on staff_login_attempt (created_at);

comment on column staff_login_attempt.used_at is 'when the issuer sent the browser back; nonce and verifier follow from the state and the secret';
comment on column staff_login_attempt.code_challenge is 'the portal''s: who has not its verifier makes nothing of the code';

-- Log-out tokens of the issuer that were seen: each is good once.
create table staff_logout_token (
    jti_hash   bytea       not null,
    expires_at timestamptz not null,
    constraint staff_logout_token_pk primary key (jti_hash),
    constraint staff_logout_token_jti_hash_check check (octet_length(jti_hash) = 32)
);

create index staff_logout_token_expires_at_idx on staff_logout_token (expires_at);

-- As V0020 has it; no customer has a row here.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['staff_login_attempt', 'staff_logout_token'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;
