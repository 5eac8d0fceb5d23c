-- Why: what moves money or power by hand needs two people. What is asked for is written once and bound by its hash; it is
-- decided once, by somebody else.

create table approval_request (
    id              text collate "C" not null,
    kind            text collate "C" not null,
    object          text collate "C" not null,
    alone           boolean     not null,
    payload         text        not null,
    payload_hash    bytea       not null,
    amount_minor    bigint,
    currency        text collate "C",
    state_before    text        not null,
    reason          text        not null,
    maker           text collate "C" not null,
    made_at         timestamptz not null,
    expires_at      timestamptz not null,
    state           text collate "C" not null,
    version         integer     not null,
    checker         text collate "C",
    decided_at      timestamptz,
    decision_reason text,
    result          text,
    constraint approval_request_pk primary key (id),
    constraint approval_request_maker_checker_check check (maker <> checker),
    constraint approval_request_state_check check (
        case state
            when 'pending' then num_nonnulls(checker, decided_at, decision_reason, result) = 0
            when 'approved' then num_nonnulls(checker, decided_at, result) = 3
            when 'rejected' then num_nonnulls(checker, decided_at, decision_reason) = 3 and result is null
            when 'withdrawn' then decided_at is not null and num_nonnulls(checker, result) = 0
            when 'expired' then decided_at is not null and num_nonnulls(checker, result) = 0
            else false
        end),
    constraint approval_request_amount_minor_currency_check check (num_nonnulls(amount_minor, currency) in (0, 2)),
    constraint approval_request_payload_hash_check check (octet_length(payload_hash) = 32),
    constraint approval_request_payload_check check (octet_length(payload) <= 65536),
    constraint approval_request_expires_at_check check (expires_at > made_at),
    constraint approval_request_version_check check (version = case state when 'pending' then 1 else 2 end)
);

-- One at a time waits on an object, where its kind says so.
create unique index approval_request_kind_object_unique on approval_request (kind, object) where state = 'pending' and alone;
-- What a person asked for today.
create index approval_request_maker_made_at_idx on approval_request (maker, made_at);
-- What is overdue.
create index approval_request_expires_at_idx on approval_request (expires_at, id) where state = 'pending';
-- A list of one kind.
create index approval_request_kind_id_idx on approval_request (kind, id);

-- What was asked for never changes, and what is decided stays decided.
create function approval_check_change() returns trigger language plpgsql as $$
begin
    if old.state <> 'pending' then
        raise exception 'approval % is % already', old.id, old.state using errcode = 'AP001';
    end if;
    if (old.id, old.kind, old.object, old.alone, old.payload, old.payload_hash, old.amount_minor, old.currency,
            old.state_before, old.reason, old.maker, old.made_at, old.expires_at)
        is distinct from
        (new.id, new.kind, new.object, new.alone, new.payload, new.payload_hash, new.amount_minor, new.currency,
            new.state_before, new.reason, new.maker, new.made_at, new.expires_at) then
        raise exception 'approval % stays as it was asked for', old.id using errcode = 'AP002';
    end if;
    return new;
end $$;

create trigger approval_request_as_asked_for before update on approval_request
    for each row execute function approval_check_change();

create function approval_refuse_removal() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: who asked for what is kept', tg_op, tg_table_name using errcode = 'AP003';
end $$;

create trigger approval_request_kept before delete or truncate on approval_request
    for each statement execute function approval_refuse_removal();

-- As V0020 has it; no customer has a row here.
alter table approval_request enable row level security;
alter table approval_request force row level security;
create policy approval_request_rows on approval_request
    using (current_setting('hub.scope', true) = 'system') with check (current_setting('hub.scope', true) = 'system');
