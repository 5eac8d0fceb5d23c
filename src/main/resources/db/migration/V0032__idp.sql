-- Why: installations without an issuer of their own log their staff in here. Everything the issuer remembers is a row, so that
-- any instance goes on with a login that another began. Secrets are hashed where they need not be read again, and sealed
-- (AES-256-GCM) where they must.

create table idp_account (
    id            text collate "C" not null,
    user_name     text collate "C" not null,
    password_hash text        not null,
    groups        text[]      not null,
    totp_kid      text collate "C",
    totp_sealed   bytea,
    -- The last half minute whose code was taken: none is taken twice.
    totp_step     bigint      not null default 0,
    disabled_at   timestamptz,
    created_at    timestamptz not null,
    changed_at    timestamptz not null,
    constraint idp_account_pk primary key (id),
    constraint idp_account_user_name_unique unique (user_name),
    constraint idp_account_groups_check check (cardinality(groups) between 1 and 20),
    constraint idp_account_totp_check check (num_nonnulls(totp_kid, totp_sealed) in (0, 2))
);

-- One-time secrets: of the first administrator, who is named by nobody, and of those who are invited.
create table idp_invitation (
    secret_hash bytea       not null,
    user_name   text collate "C",
    groups      text[]      not null,
    invited_by  text collate "C" not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    constraint idp_invitation_pk primary key (secret_hash)
);

-- A login after its password, until its code is taken and the browser is sent back.
create table idp_login (
    token_hash   bytea       not null,
    account_id   text collate "C" not null,
    totp_kid     text collate "C",
    totp_sealed  bytea,
    try_count    int         not null default 0,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    confirmed_at timestamptz,
    used_at      timestamptz,
    constraint idp_login_pk primary key (token_hash),
    constraint idp_login_account_id_fk foreign key (account_id) references idp_account (id),
    constraint idp_login_try_count_check check (try_count between 0 and 5),
    constraint idp_login_totp_check check (num_nonnulls(totp_kid, totp_sealed) in (0, 2)),
    constraint idp_login_used_at_check check (used_at is null or confirmed_at is not null)
);

create index idp_login_account_id_idx on idp_login (account_id);
create index idp_login_expires_at_idx on idp_login (expires_at);

-- An authorization code and what it stands for.
create table idp_authorization (
    code_hash        bytea       not null,
    id               text collate "C" not null,
    account_id       text collate "C" not null,
    session          text collate "C" not null,
    authenticated_at timestamptz not null,
    redirect_uri     text        not null,
    scopes           text[]      not null,
    nonce            text,
    code_challenge   text        not null,
    issued_at        timestamptz not null,
    expires_at       timestamptz not null,
    used_at          timestamptz,
    constraint idp_authorization_pk primary key (code_hash),
    constraint idp_authorization_account_id_fk foreign key (account_id) references idp_account (id)
);

create index idp_authorization_account_id_idx on idp_authorization (account_id);
create index idp_authorization_expires_at_idx on idp_authorization (expires_at);

-- What signs id tokens; the newest that has been published long enough signs, all that are here verify.
create table idp_key (
    kid        text collate "C" not null,
    seal_kid   text collate "C" not null,
    sealed     bytea       not null,
    created_at timestamptz not null,
    constraint idp_key_pk primary key (kid)
);

-- As V0020 has it; no customer has a row here.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['idp_account', 'idp_invitation', 'idp_login', 'idp_authorization', 'idp_key'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;
