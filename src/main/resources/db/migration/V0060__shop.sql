-- Why: web shops take money from wallets. Which shops there are, what their keys are good for and which of our customers theirs
-- are is data that two of the staff change. Of a key there is a keyed hash; nobody reads a key here.
--
-- Locks, always: the store, its keys by id, then the registry.

create table shop_store (
    id                  text collate "C" not null,
    name                text        not null,
    open                boolean     not null,
    return_origins      text[]      not null,
    currency            text collate "C" not null,
    requests_per_minute integer     not null,
    money_per_minute    integer     not null,
    amount_max_minor    bigint      not null,
    rescue_max_minor    bigint      not null,
    rescue_daily_minor  bigint      not null,
    version             integer     not null,
    made_at             timestamptz not null,
    changed_at          timestamptz not null,
    constraint shop_store_pk primary key (id),
    constraint shop_store_id_check check (id ~ '^str_[0-9A-HJKMNP-TV-Z]{26}$'),
    constraint shop_store_name_check check (length(name) between 1 and 100),
    constraint shop_store_return_origins_check check (cardinality(return_origins) <= 20),
    constraint shop_store_currency_check check (currency ~ '^[A-Z]{3}$'),
    constraint shop_store_requests_check
        check (requests_per_minute between 1 and 6000 and money_per_minute between 1 and requests_per_minute),
    constraint shop_store_amount_max_minor_check check (amount_max_minor > 0),
    constraint shop_store_rescue_check check (rescue_max_minor between 0 and rescue_daily_minor),
    constraint shop_store_version_check check (version >= 1)
);

-- Granted by two, issued by the one who asked, once. Only then there is a secret, and a hash of it here.
create table shop_key (
    id              text collate "C" not null,
    store_id        text collate "C" not null,
    use             text collate "C" not null,
    scopes          text[]      not null,
    holder_id       text collate "C" not null,
    granted_at      timestamptz not null,
    issue_until     timestamptz not null,
    valid_days      integer     not null,
    replaces_id     text collate "C",
    overlap_minutes integer     not null,
    secret_kid      text collate "C",
    secret_hash     bytea,
    issued_at       timestamptz,
    expires_at      timestamptz,
    revoked_at      timestamptz,
    revoked_by      text collate "C",
    constraint shop_key_pk primary key (id),
    constraint shop_key_store_id_fk foreign key (store_id) references shop_store (id),
    constraint shop_key_replaces_id_fk foreign key (replaces_id) references shop_key (id),
    constraint shop_key_id_check check (id ~ '^sky_[0-9A-HJKMNP-TV-Z]{26}$'),
    constraint shop_key_holder_id_check check (holder_id ~ '^stf_[0-9A-HJKMNP-TV-Z]{26}$'),
    constraint shop_key_use_check check (use in ('api', 'client')),
    constraint shop_key_scopes_check check (cardinality(scopes) between 1 and 20),
    constraint shop_key_valid_days_check check (valid_days between 1 and 730),
    constraint shop_key_overlap_minutes_check check (overlap_minutes between 0 and 10080),
    constraint shop_key_issued_check check (num_nonnulls(secret_kid, secret_hash, issued_at, expires_at) in (0, 4)),
    constraint shop_key_secret_hash_check check (octet_length(secret_hash) = 32),
    constraint shop_key_times_check check (issued_at < issue_until and expires_at <= issued_at + interval '731 days'),
    constraint shop_key_revoked_check check (num_nonnulls(revoked_at, revoked_by) in (0, 2))
);

create index shop_key_store_id_idx on shop_key (store_id, id);
create index shop_key_expires_at_idx on shop_key (expires_at) where revoked_at is null and issued_at is not null;

-- A key is issued once and revoked once; what it is good for, and whose it is, never changes. Its end only comes nearer.
create function shop_keep_key() returns trigger language plpgsql as $$
begin
    if (old.id, old.store_id, old.use, old.scopes, old.holder_id, old.granted_at, old.issue_until, old.valid_days,
            old.replaces_id, old.overlap_minutes)
        is distinct from
        (new.id, new.store_id, new.use, new.scopes, new.holder_id, new.granted_at, new.issue_until, new.valid_days,
            new.replaces_id, new.overlap_minutes)
        or (old.issued_at is not null and (new.secret_kid, new.secret_hash, new.issued_at)
            is distinct from (old.secret_kid, old.secret_hash, old.issued_at))
        or (old.expires_at is not null and (new.expires_at is null or new.expires_at > old.expires_at))
        or (old.revoked_at is not null and new is distinct from old)
        or (new.revoked_at is not null and old.issued_at is null and new.issued_at is not null)
    then
        raise exception 'key % stays as it was granted', old.id using errcode = 'SH001';
    end if;
    return new;
end $$;

create trigger shop_key_kept before update on shop_key for each row execute function shop_keep_key();

-- Which of ours a store's customer is: one, and nobody else's in that store.
create table shop_customer (
    store_id     text collate "C" not null,
    external_id  text collate "C" not null,
    customer_id  text collate "C" not null,
    consented_at timestamptz not null,
    linked_at    timestamptz not null,
    constraint shop_customer_pk primary key (store_id, external_id),
    constraint shop_customer_store_id_customer_id_unique unique (store_id, customer_id),
    constraint shop_customer_store_id_fk foreign key (store_id) references shop_store (id),
    constraint shop_customer_external_id_check check (length(external_id) between 1 and 64)
);

create index shop_customer_customer_id_idx on shop_customer (customer_id);

-- One row: another number whenever a store or a key is another. Every instance looks at it once a second.
create table shop_registry (
    id      boolean not null default true,
    version bigint  not null,
    constraint shop_registry_pk primary key (id),
    constraint shop_registry_id_check check (id)
);

insert into shop_registry (version) values (1);

create function shop_count_change() returns trigger language plpgsql as $$
begin
    update shop_registry set version = version + 1;
    return null;
end $$;

create trigger shop_store_counted after insert or update or delete on shop_store
    for each statement execute function shop_count_change();
create trigger shop_key_counted after insert or update or delete on shop_key
    for each statement execute function shop_count_change();

-- As V0020 has it; no customer has a row here. The registry is a number and nobody's.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['shop_store', 'shop_key', 'shop_customer'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;

-- Operations ask, finance and management decide; whoever looks after the hub stops a store. A role that was taken out
-- meanwhile gets nothing.
insert into staff_role_permission (role_id, permission)
select r.id, p.permission
from (values
    ('finance', 'store.view'), ('operations', 'store.view'), ('customer-care', 'store.view'), ('administrator', 'store.view'),
    ('management', 'store.view'),
    ('operations', 'store.edit'),
    ('finance', 'store.edit.approve'), ('management', 'store.edit.approve'),
    ('finance', 'store.revoke'), ('operations', 'store.revoke'), ('administrator', 'store.revoke')
) p(role_id, permission)
    join staff_role r on r.id = p.role_id
on conflict on constraint staff_role_permission_pk do nothing;
