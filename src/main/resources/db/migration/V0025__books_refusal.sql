-- Why: what the ERP refuses for good takes a way back. A payment that nobody has executed is given back once; money that
-- came in stands, and finance has a task. Neither the refused transfer nor its reversal is ever in flight again.
--
-- Locks, always: the shard of the dead letter, wallets, then the rows below.

-- What became of each refusal; written once.
create table books_refusal (
    transfer_id text collate "C" not null,
    reversal_id text collate "C",
    delivery_id bigint      not null,
    code        text        not null,
    message     text,
    settled_at  timestamptz not null,
    constraint books_refusal_pk primary key (transfer_id),
    constraint books_refusal_reversal_id_unique unique (reversal_id),
    constraint books_refusal_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint books_refusal_reversal_id_fk foreign key (reversal_id) references ledger_transfer (id)
);

-- What finance must look at although the wallet is right.
create table books_task (
    id          bigint generated always as identity,
    kind        text collate "C" not null,
    transfer_id text collate "C" not null,
    code        text        not null,
    message     text,
    made_at     timestamptz not null,
    done_by     text collate "C",
    done_at     timestamptz,
    constraint books_task_pk primary key (id),
    constraint books_task_kind_transfer_id_unique unique (kind, transfer_id),
    constraint books_task_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint books_task_kind_check check (kind in ('REFUSED_BY_ERP', 'POSTED_AFTER_REVERSAL')),
    constraint books_task_done_by_check check (num_nonnulls(done_by, done_at) in (0, 2))
);

create index books_task_open_idx on books_task (made_at, id) where done_at is null;

create function books_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: a refusal stays as it was written', tg_op, tg_table_name
        using errcode = 'BK001';
end $$;

create trigger books_refusal_append_only before update or delete or truncate on books_refusal
    for each statement execute function books_refuse_change();

create function books_check_refusal() returns trigger language plpgsql as $$
begin
    if not exists (
        select from ledger_transfer t join ledger_transfer r on r.id = new.reversal_id
        where t.id = new.transfer_id and t.kind = 'PAYMENT' and r.kind = 'REVERSAL' and r.business_key = t.id
            and r.wallet_id = t.wallet_id and r.account_id = t.account_id and r.currency = t.currency
            and r.amount_minor = -t.amount_minor) then
        raise exception 'transfer % is not the exact opposite of payment %', new.reversal_id, new.transfer_id
            using errcode = 'BK002';
    end if;
    return new;
end $$;

create trigger books_refusal_opposite before insert on books_refusal
    for each row when (new.reversal_id is not null) execute function books_check_refusal();

-- Gives a refused payment back: the exact opposite, refused as well, because the ERP has neither. Once per payment, by the
-- business key. UNKNOWN_TRANSFER, STANDS, NOT_REFUSED, ALREADY_TAKEN_BACK change nothing.
create function ledger_take_back(p_transfer text, p_reversal text, p_at timestamptz)
returns table (
    outcome text, wallet_id text, reversal_id text, entry_number bigint, balance_after_minor bigint, amount_minor bigint,
    currency text)
language plpgsql as $$
#variable_conflict use_column
declare
    t ledger_transfer;
    r ledger_outcome;
    v_state text;
begin
    select * into t from ledger_transfer where id = p_transfer;
    if not found then
        return query select 'UNKNOWN_TRANSFER', null::text, null::text, null::bigint, null::bigint, null::bigint, null::text;
        return;
    end if;
    -- Under its lock the state below stands still.
    perform 1 from ledger_wallet where id = t.wallet_id for no key update;
    select state into v_state from ledger_posting where transfer_id = p_transfer;
    if t.kind <> 'PAYMENT' or v_state <> 'refused' then
        return query select case when v_state <> 'refused' then 'NOT_REFUSED' else 'STANDS' end,
            t.wallet_id, null::text, null::bigint, null::bigint, t.amount_minor, t.currency::text;
        return;
    end if;
    r := ledger_post(p_reversal, 'REVERSAL', t.wallet_id, -t.amount_minor, t.currency, t.account_id, p_transfer, p_at, p_at);
    if r.outcome not in ('POSTED', 'ALREADY_POSTED') then
        raise exception 'payment % cannot be taken back: %', p_transfer, r.outcome using errcode = 'BK003';
    end if;
    if r.outcome = 'POSTED' then
        update ledger_posting set state = 'refused' where transfer_id = p_reversal;
        update ledger_wallet w set
            in_flight_minor = w.in_flight_minor + t.amount_minor,
            refused_minor = w.refused_minor - t.amount_minor
        where w.id = t.wallet_id;
    end if;
    return query select case r.outcome when 'POSTED' then 'TAKEN_BACK' else 'ALREADY_TAKEN_BACK' end,
        t.wallet_id, r.transfer_id, r.entry_number, r.balance_after_minor, -t.amount_minor, t.currency::text;
end $$;

-- The ERP has after all what it refused. A task about it is done; where the payment was given back already, the ERP has a
-- debit that the wallet does not have, and finance cancels it there. The reversal itself never leaves its state: nobody
-- sends it, so nobody can have it.
create function books_overtake_refusal() returns trigger language plpgsql as $$
begin
    if exists (select from books_refusal b where b.reversal_id = new.transfer_id) then
        raise exception 'reversal % of a refused payment is never sent to the ERP', new.transfer_id
            using errcode = 'BK004';
    end if;
    update books_task set done_by = 'erp', done_at = coalesce(new.posted_at, clock_timestamp())
    where kind = 'REFUSED_BY_ERP' and transfer_id = new.transfer_id and done_at is null;
    insert into books_task (kind, transfer_id, code, message, made_at)
    select 'POSTED_AFTER_REVERSAL', b.transfer_id, b.code, new.erp_number, coalesce(new.posted_at, clock_timestamp())
    from books_refusal b where b.transfer_id = new.transfer_id and b.reversal_id is not null
    on conflict on constraint books_task_kind_transfer_id_unique do nothing;
    return null;
end $$;

create trigger books_refusal_overtaken after update of state on ledger_posting
    for each row when (old.state = 'refused' and new.state <> 'refused') execute function books_overtake_refusal();

-- For reconciliation: both transfers are one matter.
create view books_v_refusal with (security_invoker = true) as
select transfer_id, reversal_id, code, settled_at from books_refusal;

-- As V0020 has it; no customer has a row here.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['books_refusal', 'books_task'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;
