-- Why: the hub's own money. Wallets and their double entry, written by the functions below and by nothing else.
--
-- One wallet row carries what its entries say, so that reading a balance and refusing a debit cost one row. The other
-- side of a transfer keeps no running balance: a clearing account that every credit updates would be the one row that
-- all of them wait for. Sums of accounts are taken on demand (ledger_v_account_sum).
--
-- Locks, always: wallets in id order, then everything else. No foreign key points at a wallet or an account: neither can
-- be deleted (triggers below), and the key-share locks of every entry would make the account rows hot after all.

create table ledger_wallet (
    id                  text collate "C" not null,
    customer_id         text collate "C" not null,
    currency            char(3)     not null,
    balance_minor       bigint      not null default 0,
    held_minor          bigint      not null default 0,
    floor_minor         bigint      not null default 0,
    in_debt             boolean     not null default false,
    frozen              boolean     not null default false,
    erp_confirmed_minor bigint      not null default 0,
    in_flight_minor     bigint      not null default 0,
    refused_minor       bigint      not null default 0,
    entry_count         bigint      not null default 0,
    opened_at           timestamptz not null,
    constraint ledger_wallet_pk primary key (id),
    constraint ledger_wallet_customer_id_unique unique (customer_id),
    constraint ledger_wallet_currency_check check (currency ~ '^[A-Z]{3}$'),
    constraint ledger_wallet_held_minor_check check (held_minor >= 0),
    -- A debt is what may pass the floor, and nothing else may; it ends by itself when the floor is reached again.
    constraint ledger_wallet_floor_minor_check check (in_debt = (balance_minor - held_minor < floor_minor)),
    constraint ledger_wallet_balance_minor_check
        check (balance_minor = erp_confirmed_minor + in_flight_minor + refused_minor),
    constraint ledger_wallet_entry_count_check check (entry_count >= 0)
) with (fillfactor = 50);

-- The hub's own books: clearing:stripe:main, revenue:orders, ... Known from their first use on.
create table ledger_account (
    id        text collate "C" not null,
    currency  char(3)     not null,
    opened_at timestamptz not null,
    constraint ledger_account_pk primary key (id, currency),
    constraint ledger_account_id_check check (id ~ '^[a-z0-9]+(:[A-Za-z0-9_.-]+)*$' and length(id) <= 200)
);

create table ledger_transfer (
    id           text collate "C" not null,
    kind         text collate "C" not null,
    business_key text collate "C" not null,
    wallet_id    text collate "C" not null,
    account_id   text collate "C" not null,
    amount_minor bigint      not null,
    currency     char(3)     not null,
    occurred_at  timestamptz not null,
    recorded_at  timestamptz not null,
    constraint ledger_transfer_pk primary key (id),
    constraint ledger_transfer_kind_business_key_unique unique (kind, business_key),
    constraint ledger_transfer_business_key_check check (business_key <> '' and length(business_key) <= 300),
    constraint ledger_transfer_kind_check check (
        case kind
            when 'RECHARGE' then amount_minor > 0
            when 'UNMATCHED_CREDIT' then amount_minor > 0
            when 'REFUND' then amount_minor > 0
            when 'PAYMENT' then amount_minor < 0
            when 'CHARGEBACK' then amount_minor < 0
            when 'REVERSAL' then amount_minor <> 0
            when 'ADJUSTMENT' then amount_minor <> 0
            when 'ERP_ENTRY' then amount_minor <> 0
            else false
        end)
);

-- Line 1 is the wallet's, line 2 the account's. Both are written with the transfer, so none can be added later.
create table ledger_entry (
    transfer_id         text collate "C" not null,
    line                smallint    not null,
    wallet_id           text collate "C",
    number              bigint,
    balance_after_minor bigint,
    account_id          text collate "C",
    amount_minor        bigint      not null,
    currency            char(3)     not null,
    recorded_at         timestamptz not null,
    constraint ledger_entry_pk primary key (transfer_id, line),
    constraint ledger_entry_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint ledger_entry_line_check check (
        case line
            when 1 then num_nonnulls(wallet_id, number, balance_after_minor) = 3 and account_id is null
            when 2 then num_nonnulls(wallet_id, number, balance_after_minor) = 0 and account_id is not null
            else false
        end),
    constraint ledger_entry_number_check check (number >= 1)
);

-- The wallet's own numbers, from 1 without a gap; pages of transactions go by them.
create unique index ledger_entry_wallet_id_number_unique on ledger_entry (wallet_id, number) where line = 1;

-- Whether the ERP has a transfer. Entries never change; this does.
create table ledger_posting (
    transfer_id text collate "C" not null,
    state       text collate "C" not null,
    erp_number  text,
    posted_at   timestamptz,
    constraint ledger_posting_pk primary key (transfer_id),
    constraint ledger_posting_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint ledger_posting_state_check check (
        case state
            when 'in_flight' then erp_number is null and posted_at is null
            when 'confirmed' then posted_at is not null
            when 'refused' then erp_number is null and posted_at is null
            else false
        end)
) with (fillfactor = 80);

-- Money promised but not spent yet. open_minor is what is still held of it.
create table ledger_hold (
    id             text collate "C" not null,
    business_key   text collate "C" not null,
    wallet_id      text collate "C" not null,
    amount_minor   bigint      not null,
    currency       char(3)     not null,
    captured_minor bigint      not null default 0,
    open_minor     bigint      not null,
    state          text collate "C" not null default 'open',
    placed_at      timestamptz not null,
    expires_at     timestamptz not null,
    closed_at      timestamptz,
    constraint ledger_hold_pk primary key (id),
    constraint ledger_hold_business_key_unique unique (business_key),
    constraint ledger_hold_business_key_check check (business_key <> '' and length(business_key) <= 300),
    constraint ledger_hold_amount_minor_check
        check (amount_minor > 0 and captured_minor >= 0 and open_minor >= 0
            and captured_minor + open_minor <= amount_minor),
    constraint ledger_hold_state_check check (
        state in ('open', 'captured', 'released', 'expired')
            and (state = 'open') = (open_minor > 0)
            and (state = 'open') = (closed_at is null)),
    constraint ledger_hold_expires_at_check check (expires_at > placed_at)
);

create index ledger_hold_expires_at_idx on ledger_hold (expires_at, id) where state = 'open';
create index ledger_hold_wallet_id_idx on ledger_hold (wallet_id) where state = 'open';

-- What is written stays written: a mistake is corrected by another transfer.

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: rows of the ledger stay as they were written', tg_op, tg_table_name
        using errcode = 'LG001';
end $$;

create trigger ledger_transfer_append_only before update or delete or truncate on ledger_transfer
    for each statement execute function ledger_refuse_change();
create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
    for each statement execute function ledger_refuse_change();
create trigger ledger_account_append_only before update or delete or truncate on ledger_account
    for each statement execute function ledger_refuse_change();
create trigger ledger_wallet_stays before delete or truncate or update of id, customer_id, currency on ledger_wallet
    for each statement execute function ledger_refuse_change();
create trigger ledger_posting_stays before delete or truncate or update of transfer_id on ledger_posting
    for each statement execute function ledger_refuse_change();
create trigger ledger_hold_stays
    before delete or truncate or update of id, business_key, wallet_id, amount_minor, currency on ledger_hold
    for each statement execute function ledger_refuse_change();

-- Scalar sub-selects, so that each new transfer costs lookups by primary key and never a scan.
create function ledger_check_transfers() returns trigger language plpgsql as $$
declare
    v_wrong text;
begin
    select t.id into v_wrong
    from inserted t
    where t.currency is distinct from (select w.currency from ledger_wallet w where w.id = t.wallet_id)
        or (select count(*) = 2
                and sum(e.amount_minor) = 0
                and bool_and(e.currency = t.currency)
                and bool_and(case e.line
                    when 1 then e.wallet_id = t.wallet_id and e.amount_minor = t.amount_minor
                    else e.account_id = t.account_id end)
            from ledger_entry e where e.transfer_id = t.id) is not true
    limit 1;
    if found then
        raise exception 'transfer % does not sum to zero over its wallet and its account', v_wrong
            using errcode = 'LG002';
    end if;
    return null;
end $$;

create trigger ledger_transfer_balanced after insert on ledger_transfer referencing new table as inserted
    for each statement execute function ledger_check_transfers();

-- The rules of money.

-- Booked elsewhere already, or decided by two people: neither the floor nor a freeze undoes that.
create function ledger_passes_floor(p_kind text) returns boolean language sql immutable as $$
    select p_kind in ('CHARGEBACK', 'ERP_ENTRY', 'ADJUSTMENT')
$$;

-- Why a debit is refused, or null. A credit never is. Nothing is refused by the floor that leaves no less available
-- than before: a captured hold was promised when there was enough.
create function ledger_refusal(
    p_kind text, p_amount bigint, p_frozen boolean, p_available_before bigint, p_available_after bigint)
returns text language sql immutable as $$
    select case
        when p_amount > 0 or ledger_passes_floor(p_kind) then null
        when p_frozen then 'WALLET_FROZEN'
        when p_available_after < 0 and p_available_after < p_available_before then 'INSUFFICIENT_FUNDS'
    end
$$;

create type ledger_outcome as (
    outcome             text,
    transfer_id         text,
    entry_number        bigint,
    balance_after_minor bigint,
    available_minor     bigint,
    wallet_currency     text
);

-- What the key's first use came to, or nulls when it is new. When the money moved outside is a fact about the report,
-- not about the money, so it is not compared.
create function ledger_earlier(
    p_kind text, p_wallet text, p_amount bigint, p_currency text, p_account text, p_key text)
returns ledger_outcome language plpgsql as $$
declare
    r ledger_outcome;
begin
    select case
            when t.wallet_id = p_wallet and t.amount_minor = p_amount and t.currency = p_currency
                and t.account_id = p_account then 'ALREADY_POSTED'
            else 'KEY_REUSED'
        end, t.id, e.number, e.balance_after_minor, null, null
    into r
    from ledger_transfer t join ledger_entry e on e.transfer_id = t.id and e.line = 1
    where t.kind = p_kind and t.business_key = p_key;
    return r;
end $$;

create function ledger_open_accounts(p_accounts text[], p_currencies text[], p_at timestamptz)
returns void language plpgsql as $$
begin
    if exists (
        select from unnest(p_accounts, p_currencies) u(account, currency)
        where (select a.opened_at from ledger_account a where a.id = u.account and a.currency = u.currency) is null)
    then
        -- Sorted, so that two openers never wait for each other.
        insert into ledger_account (id, currency, opened_at)
        select distinct u.account, u.currency, p_at from unnest(p_accounts, p_currencies) u(account, currency)
        order by 1, 2
        on conflict do nothing;
    end if;
end $$;

-- Posts one transfer in one round trip. Refusals in this order: UNKNOWN_WALLET, ALREADY_POSTED or KEY_REUSED,
-- CURRENCY_MISMATCH, WALLET_FROZEN, INSUFFICIENT_FUNDS; all of them change nothing.
-- p_unheld: how much of the wallet's held money a captured hold gives back at the same moment.
create function ledger_post(
    p_id text, p_kind text, p_wallet text, p_amount bigint, p_currency text, p_account text, p_key text,
    p_occurred_at timestamptz, p_recorded_at timestamptz, p_unheld bigint default 0)
returns ledger_outcome language plpgsql as $$
declare
    w ledger_wallet;
    r ledger_outcome;
    v_available_after bigint;
    v_erp_born boolean := p_kind = 'ERP_ENTRY';
begin
    select * into w from ledger_wallet where id = p_wallet for no key update;
    if not found then
        r.outcome := 'UNKNOWN_WALLET';
        return r;
    end if;
    r := ledger_earlier(p_kind, p_wallet, p_amount, p_currency, p_account, p_key);
    if r.outcome is not null then
        return r;
    end if;
    if w.currency <> p_currency then
        r.outcome := 'CURRENCY_MISMATCH';
        r.wallet_currency := w.currency;
        return r;
    end if;
    r.available_minor := w.balance_minor - w.held_minor - w.floor_minor;
    v_available_after := r.available_minor + p_amount + p_unheld;
    r.outcome := ledger_refusal(p_kind, p_amount, w.frozen, r.available_minor, v_available_after);
    if r.outcome is not null then
        return r;
    end if;
    r.outcome := 'POSTED';
    r.transfer_id := p_id;
    r.entry_number := w.entry_count + 1;
    r.balance_after_minor := w.balance_minor + p_amount;
    r.available_minor := v_available_after;

    perform ledger_open_accounts(array[p_account], array[p_currency], p_recorded_at);
    with posted as (
        insert into ledger_transfer
            (id, kind, business_key, wallet_id, account_id, amount_minor, currency, occurred_at, recorded_at)
        values (p_id, p_kind, p_key, p_wallet, p_account, p_amount, p_currency, p_occurred_at, p_recorded_at)
        on conflict on constraint ledger_transfer_kind_business_key_unique do nothing
        returning id)
    insert into ledger_entry
        (transfer_id, line, wallet_id, number, balance_after_minor, account_id, amount_minor, currency, recorded_at)
    select posted.id, v.line, v.wallet, v.number, v.after, v.account, v.amount, p_currency, p_recorded_at
    from posted, (values
        (1, p_wallet, r.entry_number, r.balance_after_minor, null, p_amount),
        (2, null, null, null, p_account, -p_amount)) v(line, wallet, number, after, account, amount);
    if not found then
        -- Another wallet took the key between our look and our write; we waited for its commit.
        return ledger_earlier(p_kind, p_wallet, p_amount, p_currency, p_account, p_key);
    end if;
    insert into ledger_posting (transfer_id, state, posted_at)
    values (p_id, case when v_erp_born then 'confirmed' else 'in_flight' end,
        case when v_erp_born then p_recorded_at end);
    update ledger_wallet set
        balance_minor = r.balance_after_minor,
        held_minor = held_minor - p_unheld,
        in_debt = (in_debt or ledger_passes_floor(p_kind)) and v_available_after < 0,
        erp_confirmed_minor = erp_confirmed_minor + case when v_erp_born then p_amount else 0 end,
        in_flight_minor = in_flight_minor + case when v_erp_born then 0 else p_amount end,
        entry_count = r.entry_number
    where id = p_wallet;
    return r;
end $$;

-- Posts many transfers in one round trip, each with the outcome that ledger_post would give it at its turn.
-- Wallets are locked in id order, so that two batches never wait for each other; the items of one wallet are folded,
-- so that its row is written once.
create function ledger_post_batch(
    p_ids text[], p_kinds text[], p_wallets text[], p_amounts bigint[], p_currencies text[], p_accounts text[],
    p_keys text[], p_occurred_at timestamptz[], p_recorded_at timestamptz)
returns setof ledger_outcome language plpgsql as $$
declare
    i record;
    w ledger_wallet;
    r ledger_outcome;
    v_available bigint;
    v_available_after bigint;
    v_erp_born boolean;
    v_count int := coalesce(array_length(p_ids, 1), 0);
    v_posted int := 0;
    v_written int;
    v_wallet_count int := 0;
    v_results ledger_outcome[] := array_fill(null::ledger_outcome, array[v_count]);
    v_outcomes text[] := array_fill(null::text, array[v_count]);
    v_numbers bigint[] := array_fill(null::bigint, array[v_count]);
    v_afters bigint[] := array_fill(null::bigint, array[v_count]);
    v_wallets ledger_wallet[] := '{}';
begin
    perform 1 from ledger_wallet where id = any (p_wallets) order by id for no key update;

    -- A key twice in one batch: what the second comes to depends on the first, possibly over another wallet. Rare, so
    -- such a batch takes its turns one by one, under the locks it has.
    if exists (select from unnest(p_kinds, p_keys) u(kind, key) group by kind, key having count(*) > 1) then
        for n in 1 .. v_count loop
            return next ledger_post(p_ids[n], p_kinds[n], p_wallets[n], p_amounts[n], p_currencies[n], p_accounts[n],
                p_keys[n], p_occurred_at[n], p_recorded_at);
        end loop;
        return;
    end if;

    for i in
        select u.ord, u.kind, u.wallet, u.amount, u.currency,
            t.id as earlier_id, e.number as earlier_number, e.balance_after_minor as earlier_after,
            t.wallet_id = u.wallet and t.amount_minor = u.amount and t.currency = u.currency
                and t.account_id = u.account as earlier_same
        from unnest(p_ids, p_kinds, p_wallets, p_amounts, p_currencies, p_accounts, p_keys) with ordinality
                u(id, kind, wallet, amount, currency, account, key, ord)
            left join ledger_transfer t on t.kind = u.kind and t.business_key = u.key
            left join ledger_entry e on e.transfer_id = t.id and e.line = 1
        order by u.wallet collate "C", u.ord
    loop
        r := null;
        if w.id is distinct from i.wallet then
            if w.id is not null then
                v_wallet_count := v_wallet_count + 1;
                v_wallets[v_wallet_count] := w;
            end if;
            select * into w from ledger_wallet where id = i.wallet;
            v_available := w.balance_minor - w.held_minor - w.floor_minor;
        end if;
        if w.id is null then
            r.outcome := 'UNKNOWN_WALLET';
        elsif i.earlier_id is not null then
            r.outcome := case when i.earlier_same then 'ALREADY_POSTED' else 'KEY_REUSED' end;
            r.transfer_id := i.earlier_id;
            r.entry_number := i.earlier_number;
            r.balance_after_minor := i.earlier_after;
        elsif w.currency <> i.currency then
            r.outcome := 'CURRENCY_MISMATCH';
            r.wallet_currency := w.currency;
        else
            v_available_after := v_available + i.amount;
            r.outcome := ledger_refusal(i.kind, i.amount, w.frozen, v_available, v_available_after);
            r.available_minor := v_available;
            if r.outcome is null then
                v_erp_born := i.kind = 'ERP_ENTRY';
                v_available := v_available_after;
                w.balance_minor := w.balance_minor + i.amount;
                w.in_debt := (w.in_debt or ledger_passes_floor(i.kind)) and v_available < 0;
                w.erp_confirmed_minor := w.erp_confirmed_minor + case when v_erp_born then i.amount else 0 end;
                w.in_flight_minor := w.in_flight_minor + case when v_erp_born then 0 else i.amount end;
                w.entry_count := w.entry_count + 1;
                v_posted := v_posted + 1;
                r.outcome := 'POSTED';
                r.transfer_id := p_ids[i.ord];
                r.entry_number := w.entry_count;
                r.balance_after_minor := w.balance_minor;
                r.available_minor := v_available;
            end if;
        end if;
        v_results[i.ord] := r;
        v_outcomes[i.ord] := r.outcome;
        v_numbers[i.ord] := r.entry_number;
        v_afters[i.ord] := r.balance_after_minor;
    end loop;
    if w.id is not null then
        v_wallets[v_wallet_count + 1] := w;
    end if;

    if v_posted > 0 then
        perform ledger_open_accounts(
            array_agg(u.account), array_agg(u.currency), p_recorded_at)
        from unnest(p_accounts, p_currencies, v_outcomes) u(account, currency, outcome)
        where u.outcome = 'POSTED';
        with item as materialized (
            select u.* from unnest(p_ids, p_kinds, p_wallets, p_amounts, p_currencies, p_accounts, p_keys,
                    p_occurred_at, v_outcomes, v_numbers, v_afters)
                u(id, kind, wallet, amount, currency, account, key, occurred_at, outcome, number, after)
            where u.outcome = 'POSTED'),
        transfer as (
            insert into ledger_transfer
                (id, kind, business_key, wallet_id, account_id, amount_minor, currency, occurred_at, recorded_at)
            select id, kind, key, wallet, account, amount, currency, occurred_at, p_recorded_at
            -- Sorted, so that two batches with a key in common never wait for each other.
            from item order by kind collate "C", key collate "C"
            on conflict on constraint ledger_transfer_kind_business_key_unique do nothing
            returning id),
        entry as (
            insert into ledger_entry
                (transfer_id, line, wallet_id, number, balance_after_minor, account_id, amount_minor, currency,
                    recorded_at)
            select id, 1, wallet, number, after, null, amount, currency, p_recorded_at
            from item join transfer using (id)
            union all
            select id, 2, null, null, null, account, -amount, currency, p_recorded_at
            from item join transfer using (id))
        select count(*) into v_written from transfer;
        if v_written <> v_posted then
            raise exception 'another wallet took a key of this batch at the same moment; its items run one by one'
                using errcode = '40001';
        end if;
        insert into ledger_posting (transfer_id, state, posted_at)
        select u.id, case when u.kind = 'ERP_ENTRY' then 'confirmed' else 'in_flight' end,
            case when u.kind = 'ERP_ENTRY' then p_recorded_at end
        from unnest(p_ids, p_kinds, v_outcomes) u(id, kind, outcome) where u.outcome = 'POSTED';
        update ledger_wallet target set
            balance_minor = u.balance_minor,
            in_debt = u.in_debt,
            erp_confirmed_minor = u.erp_confirmed_minor,
            in_flight_minor = u.in_flight_minor,
            entry_count = u.entry_count
        from unnest(v_wallets) u
        where target.id = u.id and target.entry_count <> u.entry_count;
    end if;
    for n in 1 .. v_count loop
        return next v_results[n];
    end loop;
end $$;

-- Holds. held_minor of a wallet is the sum of what its open holds still hold, always.

create type ledger_hold_outcome as (
    outcome         text,
    hold_id         text,
    open_minor      bigint,
    available_minor bigint,
    wallet_currency text,
    state           text
);

-- UNKNOWN_WALLET, ALREADY_PLACED or KEY_REUSED, CURRENCY_MISMATCH, WALLET_FROZEN, INSUFFICIENT_FUNDS, in this order.
create function ledger_hold_place(
    p_id text, p_wallet text, p_amount bigint, p_currency text, p_key text, p_expires_at timestamptz, p_at timestamptz)
returns ledger_hold_outcome language plpgsql as $$
declare
    w ledger_wallet;
    h ledger_hold;
    r ledger_hold_outcome;
begin
    select * into w from ledger_wallet where id = p_wallet for no key update;
    if not found then
        r.outcome := 'UNKNOWN_WALLET';
        return r;
    end if;
    select * into h from ledger_hold where business_key = p_key;
    if not found then
        if w.currency <> p_currency then
            r.outcome := 'CURRENCY_MISMATCH';
            r.wallet_currency := w.currency;
            return r;
        end if;
        r.available_minor := w.balance_minor - w.held_minor - w.floor_minor;
        if w.frozen then
            r.outcome := 'WALLET_FROZEN';
            return r;
        end if;
        if r.available_minor < p_amount then
            r.outcome := 'INSUFFICIENT_FUNDS';
            return r;
        end if;
        insert into ledger_hold
            (id, business_key, wallet_id, amount_minor, currency, open_minor, placed_at, expires_at)
        values (p_id, p_key, p_wallet, p_amount, p_currency, p_amount, p_at, p_expires_at)
        on conflict on constraint ledger_hold_business_key_unique do nothing;
        if found then
            update ledger_wallet set held_minor = held_minor + p_amount where id = p_wallet;
            r.outcome := 'PLACED';
            r.hold_id := p_id;
            r.open_minor := p_amount;
            r.available_minor := r.available_minor - p_amount;
            return r;
        end if;
        -- Another wallet took the key between our look and our write; we waited for its commit.
        select * into h from ledger_hold where business_key = p_key;
    end if;
    r.outcome := case
        when h.wallet_id = p_wallet and h.amount_minor = p_amount and h.currency = p_currency then 'ALREADY_PLACED'
        else 'KEY_REUSED'
    end;
    r.hold_id := h.id;
    r.open_minor := h.open_minor;
    r.state := h.state;
    r.available_minor := null;
    return r;
end $$;

-- Locks the hold's wallet, then the hold, and returns it; null when there is none.
create function ledger_hold_lock(p_id text) returns ledger_hold language plpgsql as $$
declare
    h ledger_hold;
begin
    perform 1 from ledger_wallet
    where id = (select wallet_id from ledger_hold where id = p_id) for no key update;
    select * into h from ledger_hold where id = p_id for no key update;
    return h;
end $$;

-- Spends part or all of a hold. What is left stays held when p_keep_rest says so, and is given back otherwise.
-- UNKNOWN_HOLD, ALREADY_POSTED or KEY_REUSED, HOLD_CLOSED, HOLD_EXPIRED, EXCEEDS_HOLD, then what ledger_post says.
create function ledger_hold_capture(
    p_hold text, p_keep_rest boolean, p_id text, p_kind text, p_amount bigint, p_currency text, p_account text,
    p_key text, p_occurred_at timestamptz, p_at timestamptz)
returns table (
    outcome text, transfer_id text, entry_number bigint, balance_after_minor bigint, available_minor bigint,
    wallet_currency text, open_minor bigint, hold_state text)
language plpgsql as $$
#variable_conflict use_column
declare
    h ledger_hold := ledger_hold_lock(p_hold);
    r ledger_outcome;
    v_left bigint;
    v_after bigint;
begin
    if h.id is null then
        r.outcome := 'UNKNOWN_HOLD';
    else
        r := ledger_earlier(p_kind, h.wallet_id, -p_amount, p_currency, p_account, p_key);
    end if;
    if r.outcome is null then
        v_left := h.open_minor - p_amount;
        v_after := case when p_keep_rest then v_left else 0 end;
        if h.state <> 'open' then
            r.outcome := 'HOLD_CLOSED';
        elsif h.expires_at <= p_at then
            r.outcome := 'HOLD_EXPIRED';
        elsif p_currency = h.currency and v_left < 0 then
            r.outcome := 'EXCEEDS_HOLD';
        else
            r := ledger_post(p_id, p_kind, h.wallet_id, -p_amount, p_currency, p_account, p_key, p_occurred_at, p_at,
                h.open_minor - v_after);
        end if;
    end if;
    if r.outcome = 'POSTED' then
        update ledger_hold set
            captured_minor = captured_minor + p_amount,
            open_minor = v_after,
            state = case when v_after = 0 then 'captured' else 'open' end,
            closed_at = case when v_after = 0 then p_at end
        where id = p_hold
        returning * into h;
    end if;
    return query select r.outcome, r.transfer_id, r.entry_number, r.balance_after_minor, r.available_minor,
        r.wallet_currency, h.open_minor, h.state;
end $$;

-- Gives money back to its wallets: the same for one hold that is released and for many that expired.
create function ledger_hold_close(p_ids text[], p_state text, p_at timestamptz) returns int language plpgsql as $$
declare
    v_closed int;
begin
    -- Wallets in id order, so that two closers never wait for each other.
    perform 1 from ledger_wallet
    where id in (select h.wallet_id from ledger_hold h where h.id = any (p_ids))
    order by id for no key update;
    with closing as materialized (
        select h.id, h.wallet_id, h.open_minor from ledger_hold h
        where h.id = any (p_ids) and h.state = 'open' and (p_state <> 'expired' or h.expires_at <= p_at)),
    closed as (
        update ledger_hold h set state = p_state, open_minor = 0, closed_at = p_at
        from closing c where h.id = c.id
        returning h.id),
    given_back as (
        update ledger_wallet w set
            held_minor = w.held_minor - c.sum,
            in_debt = w.in_debt and w.balance_minor - w.held_minor + c.sum < w.floor_minor
        from (select wallet_id, sum(open_minor)::bigint as sum from closing group by wallet_id) c
        where w.id = c.wallet_id)
    select count(*) into v_closed from closed;
    return v_closed;
end $$;

-- RELEASED, ALREADY_CLOSED or UNKNOWN_HOLD.
create function ledger_hold_release(p_id text, p_at timestamptz) returns ledger_hold_outcome language plpgsql as $$
declare
    h ledger_hold := ledger_hold_lock(p_id);
    r ledger_hold_outcome;
begin
    r.hold_id := p_id;
    r.state := h.state;
    r.open_minor := h.open_minor;
    if h.id is null then
        r.outcome := 'UNKNOWN_HOLD';
    elsif h.state <> 'open' then
        r.outcome := 'ALREADY_CLOSED';
    else
        perform ledger_hold_close(array[p_id], 'released', p_at);
        r.wallet_currency := h.currency;
        r.outcome := 'RELEASED';
        r.state := 'released';
    end if;
    return r;
end $$;

-- Closes up to p_limit holds whose time has come; says how many.
create function ledger_hold_expire(p_limit int, p_at timestamptz) returns int language plpgsql as $$
begin
    return ledger_hold_close(
        array(select id from ledger_hold where state = 'open' and expires_at <= p_at order by expires_at, id
            limit p_limit),
        'expired', p_at);
end $$;

-- What the ERP said of transfers: in_flight becomes confirmed or refused, refused becomes confirmed, confirmed stays.
-- Said again it changes nothing, and within one call confirmed wins. Returns how many transfers changed.
create function ledger_settle_postings(
    p_transfers text[], p_states text[], p_numbers text[], p_settled_at timestamptz[])
returns int language plpgsql as $$
declare
    v_changed int;
begin
    -- Wallets in id order, as everywhere; under their locks the states read below stand still.
    perform 1 from ledger_wallet
    where id in (select t.wallet_id from ledger_transfer t where t.id = any (p_transfers))
    order by id for no key update;
    with said as (
        select distinct on (u.transfer) u.transfer, u.state, u.number, u.settled_at
        from unnest(p_transfers, p_states, p_numbers, p_settled_at) with ordinality
            u(transfer, state, number, settled_at, ord)
        order by u.transfer, u.state = 'confirmed' desc, u.ord),
    changing as materialized (
        select s.*, p.state as before, t.wallet_id, t.amount_minor
        from said s
            join ledger_posting p on p.transfer_id = s.transfer
            join ledger_transfer t on t.id = s.transfer
        where p.state = 'in_flight' or p.state = 'refused' and s.state = 'confirmed'),
    changed as (
        update ledger_posting p set
            state = c.state,
            erp_number = case when c.state = 'confirmed' then nullif(c.number, '') end,
            posted_at = case when c.state = 'confirmed' then c.settled_at end
        from changing c where p.transfer_id = c.transfer
        returning p.transfer_id),
    moved as (
        update ledger_wallet w set
            erp_confirmed_minor = w.erp_confirmed_minor + m.confirmed,
            in_flight_minor = w.in_flight_minor - m.landed,
            refused_minor = w.refused_minor + m.refused
        from (
            select wallet_id,
                coalesce(sum(amount_minor) filter (where state = 'confirmed'), 0)::bigint as confirmed,
                coalesce(sum(amount_minor) filter (where before = 'in_flight'), 0)::bigint as landed,
                (coalesce(sum(amount_minor) filter (where state = 'refused'), 0)
                    - coalesce(sum(amount_minor) filter (where before = 'refused'), 0))::bigint as refused
            from changing group by wallet_id) m
        where w.id = m.wallet_id)
    select count(*) into v_changed from changed;
    return v_changed;
end $$;

-- For reconciliation, reporting and operations.

create view ledger_v_wallet as
select id as wallet_id, customer_id, currency, balance_minor, held_minor, floor_minor,
    balance_minor - held_minor - floor_minor as available_minor, in_debt, frozen,
    erp_confirmed_minor, in_flight_minor, refused_minor, entry_count, opened_at
from ledger_wallet;

create view ledger_v_transfer as
select t.id as transfer_id, t.kind, t.business_key, t.wallet_id, e.number as entry_number, t.account_id,
    t.amount_minor, e.balance_after_minor, t.currency, t.occurred_at, t.recorded_at,
    p.state as posting_state, p.erp_number, p.posted_at
from ledger_transfer t
    join ledger_entry e on e.transfer_id = t.id and e.line = 1
    join ledger_posting p on p.transfer_id = t.id;

-- What each account of the hub's own books comes to; all wallets together are the account "wallets".
create view ledger_v_account_sum as
select coalesce(account_id, 'wallets') as account_id, currency, sum(amount_minor) as sum_minor,
    count(*) as entry_count
from ledger_entry
group by 1, 2;

create view ledger_v_wallet_sum as
select currency, count(*) as wallet_count, sum(balance_minor) as balance_minor, sum(held_minor) as held_minor,
    sum(erp_confirmed_minor) as erp_confirmed_minor, sum(in_flight_minor) as in_flight_minor,
    sum(refused_minor) as refused_minor, count(*) filter (where in_debt) as in_debt_count,
    count(*) filter (where frozen) as frozen_count
from ledger_wallet
group by currency;
