-- Why: hub and ERP compared, wallet by wallet and in total, each difference with its cause. A run keeps what the hub had at one
-- moment, reads the ERP after it, and joins both on our reference. What it found stays; what it worked with is dropped.

create table reconciliation_run (
    id                bigint      not null generated always as identity,
    key               text collate "C" not null,
    system            text collate "C" not null,
    state             text collate "C" not null default 'running',
    started_at        timestamptz not null,
    lease_until       timestamptz not null,
    snapshot_at       timestamptz,
    erp_read_at       timestamptz,
    finished_at       timestamptz,
    failure           text,
    wallet_count      bigint      not null default 0,
    line_count        bigint      not null default 0,
    difference_count  bigint      not null default 0,
    unexplained_count bigint      not null default 0,
    standing_count    bigint      not null default 0,
    constraint reconciliation_run_pk primary key (id),
    constraint reconciliation_run_key_check check (key ~ '^[\x21-\x7e]{1,200}$'),
    constraint reconciliation_run_state_check check (
        case state
            when 'running' then num_nonnulls(finished_at, failure) = 0
            when 'done' then num_nonnulls(snapshot_at, erp_read_at, finished_at) = 3 and failure is null
            when 'failed' then num_nonnulls(finished_at, failure) = 2
            else false
        end)
);

-- Asked again for the same, it is the same run; one that failed may be tried again.
create unique index reconciliation_run_key_unique on reconciliation_run (key) where state <> 'failed';
create unique index reconciliation_run_running_unique on reconciliation_run (state) where state = 'running';

-- What the hub had at the moment of the snapshot: each wallet up to its last entry, and which of its transfers were not
-- confirmed. Dropped with the lines when the run is old.
create table reconciliation_wallet (
    run_id              bigint  not null,
    wallet_id           text collate "C" not null,
    customer            text collate "C" not null,
    currency            char(3) not null,
    entry_number        bigint  not null,
    balance_minor       bigint  not null,
    erp_confirmed_minor bigint  not null,
    in_flight_minor     bigint  not null,
    refused_minor       bigint  not null,
    constraint reconciliation_wallet_pk primary key (run_id, wallet_id),
    constraint reconciliation_wallet_run_id_fk foreign key (run_id) references reconciliation_run (id)
);

create table reconciliation_open (
    run_id      bigint not null,
    transfer_id text collate "C" not null,
    state       text collate "C" not null,
    constraint reconciliation_open_pk primary key (run_id, transfer_id),
    constraint reconciliation_open_run_id_fk foreign key (run_id) references reconciliation_run (id)
);

-- Posted lines on the ERP's wallet liability account, read after the snapshot.
create table reconciliation_line (
    run_id       bigint  not null,
    line_id      text collate "C" not null,
    document     text collate "C" not null,
    number       text    not null,
    reference    text collate "C" not null,
    customer     text collate "C" not null,
    amount_minor bigint  not null,
    currency     char(3) not null,
    constraint reconciliation_line_pk primary key (run_id, line_id),
    constraint reconciliation_line_run_id_fk foreign key (run_id) references reconciliation_run (id)
);

-- later_minor: lines of what the hub did after the snapshot, which are left for the next run.
create table reconciliation_total (
    run_id              bigint  not null,
    currency            char(3) not null,
    wallet_count        bigint  not null,
    balance_minor       numeric not null,
    erp_confirmed_minor numeric not null,
    in_flight_minor     numeric not null,
    refused_minor       numeric not null,
    erp_minor           numeric not null,
    later_minor         numeric not null,
    unexplained_minor   numeric not null,
    constraint reconciliation_total_pk primary key (run_id, currency),
    constraint reconciliation_total_run_id_fk foreign key (run_id) references reconciliation_run (id),
    constraint reconciliation_total_balance_check
        check (balance_minor = erp_confirmed_minor + in_flight_minor + refused_minor)
);

create table reconciliation_difference (
    run_id        bigint      not null,
    number        bigint      not null,
    cause         text collate "C" not null,
    note          text collate "C" not null,
    wallet_id     text collate "C",
    matter        text collate "C" not null,
    numbers       text        not null,
    currency      char(3)     not null,
    hub_minor     bigint      not null,
    erp_minor     bigint      not null,
    first_run_id  bigint      not null,
    first_seen_at timestamptz not null,
    standing      boolean     not null,
    constraint reconciliation_difference_pk primary key (run_id, number),
    constraint reconciliation_difference_run_id_fk foreign key (run_id) references reconciliation_run (id),
    constraint reconciliation_difference_cause_check check (
        cause in ('IN_FLIGHT', 'REFUSED', 'MISSING_IN_ERP', 'MISSING_HERE', 'AMOUNT', 'DUPLICATE', 'CANCELLED', 'ERP_BORN',
            'UNEXPLAINED'))
);

create index reconciliation_difference_matter_idx on reconciliation_difference (run_id, matter);

create function reconciliation_refuse_edit() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what a run found stays as it was found', tg_op, tg_table_name
        using errcode = 'RN001';
end $$;

create trigger reconciliation_run_stays before update on reconciliation_run
    for each row when (old.state <> 'running') execute function reconciliation_refuse_edit();
create trigger reconciliation_total_stays before update on reconciliation_total
    for each statement execute function reconciliation_refuse_edit();
create trigger reconciliation_difference_stays before update on reconciliation_difference
    for each statement execute function reconciliation_refuse_edit();

-- Whom the ERP knows a wallet's customer as.
create view customer_v_customer with (security_invoker = true) as
select id as customer_id, wallet_id, external_id from customer_mirror;

-- Joins what the hub had with what the ERP has, and names the cause of each difference.
--
-- A matter is what both sides may know: our transfer by its id, together with the reversal that took it back; or a line that
-- was born in the ERP, by system and line id. What differs is the sum of a matter on one customer's wallet.
create function reconciliation_classify(p_run bigint, p_grace interval) returns void language plpgsql as $$
declare
    r reconciliation_run;
    v_before bigint;
begin
    select * into r from reconciliation_run where id = p_run;
    select max(id) into v_before from reconciliation_run where state = 'done' and id < p_run;

    insert into reconciliation_difference (run_id, number, cause, note, wallet_id, matter, numbers, currency, hub_minor,
        erp_minor, first_run_id, first_seen_at, standing)
    with wallet as materialized (
        select * from reconciliation_wallet where run_id = p_run),
    -- What came after the wallet's last number lands in the next run.
    transfer as materialized (
        select t.transfer_id, t.wallet_id, t.currency, t.amount_minor, coalesce(o.state, 'confirmed') as state,
            b.transfer_id is not null as takes_back,
            coalesce(b.transfer_id, case t.kind when 'ERP_ENTRY' then t.business_key else t.transfer_id end) as matter
        from wallet w
            join ledger_v_transfer t on t.wallet_id = w.wallet_id and t.entry_number <= w.entry_number
            left join reconciliation_open o on o.run_id = p_run and o.transfer_id = t.transfer_id
            left join books_v_refusal b on b.reversal_id = t.transfer_id),
    hub as materialized (
        select matter, wallet_id, min(currency) as currency, sum(amount_minor)::bigint as minor,
            min(state) filter (where not takes_back) as state, bool_or(takes_back) as taken_back
        from transfer group by matter, wallet_id),
    ours as materialized (
        select distinct matter from hub),
    line as materialized (
        select l.*, w.wallet_id, l.reference <> '' as referenced,
            case l.reference when '' then r.system || ':' || l.line_id else l.reference end as matter
        from reconciliation_line l left join wallet w on w.customer = l.customer and w.currency = l.currency
        where l.run_id = p_run),
    -- Without those of what the hub did after the snapshot.
    told as materialized (
        select l.*, o.matter is not null as ours
        from line l
            left join ours o on o.matter = l.matter
            left join ledger_v_transfer t on t.transfer_id = l.reference
            left join ledger_v_transfer i on i.kind = 'ERP_ENTRY' and i.business_key = l.matter
        where o.matter is not null or t.transfer_id is null and i.transfer_id is null),
    erp as materialized (
        select matter, wallet_id, currency, referenced, ours, sum(amount_minor)::bigint as minor
        from told group by matter, wallet_id, currency, referenced, ours),
    document as materialized (
        select matter, count(distinct document) as documents, sum(amount_minor) as minor,
            string_agg(distinct number, ' ') as numbers
        from told group by matter),
    pair as (
        select coalesce(h.matter, e.matter) as matter, coalesce(h.wallet_id, e.wallet_id) as wallet_id,
            coalesce(h.currency, e.currency) as currency, coalesce(h.minor, 0) as hub_minor,
            coalesce(e.minor, 0) as erp_minor, h.matter is not null as here, e.matter is not null as there,
            h.state, coalesce(h.taken_back, false) as taken_back, e.referenced, e.ours
        from hub h full join erp e on e.matter = h.matter and e.wallet_id = h.wallet_id and e.currency = h.currency),
    judged as (
        select p.matter, p.wallet_id, p.currency, p.hub_minor, p.erp_minor, coalesce(left(d.numbers, 200), '') as numbers,
            case
                when not p.here and p.ours then 'AMOUNT OTHER_CUSTOMER'
                when not p.here and p.referenced then 'MISSING_HERE UNKNOWN_REFERENCE'
                when not p.here and p.erp_minor = 0 then null
                when not p.here and p.wallet_id is null then 'ERP_BORN CUSTOMER_UNKNOWN'
                when not p.here then 'ERP_BORN NOT_IMPORTED'
                when p.taken_back and p.hub_minor = p.erp_minor then null
                when p.taken_back then 'REFUSED POSTED_AFTER_REVERSAL'
                when p.state = 'refused' and p.erp_minor = 0 and (p.there or d.matter is null) then 'REFUSED NOT_POSTED'
                when p.state = 'refused' and p.there and p.hub_minor = p.erp_minor then 'REFUSED POSTED'
                when p.hub_minor = p.erp_minor then null
                when p.state = 'in_flight' and d.matter is null then 'IN_FLIGHT NOT_SETTLED'
                when d.matter is null then 'MISSING_IN_ERP NO_DOCUMENT'
                when not p.there then 'AMOUNT OTHER_CUSTOMER'
                when d.documents > 1 and p.erp_minor = 0 then 'CANCELLED BY_DOCUMENT'
                when d.documents > 1 then 'DUPLICATE ' || d.documents || '_DOCUMENTS'
                else 'AMOUNT DIFFERS'
            end as judgement
        from pair p left join document d on d.matter = p.matter),
    found as (
        select split_part(judgement, ' ', 1) as cause, split_part(judgement, ' ', 2) as note, wallet_id, matter, numbers,
            currency, hub_minor, erp_minor
        from judged where judgement is not null),
    -- The other way round, wallet by wallet: sums of the wallet against sums of its entries, and of what the ERP has for the
    -- customer. What is left when all causes are taken away, nobody can explain.
    checked as (
        select w.wallet_id, w.currency,
            w.balance_minor - coalesce(e.minor, 0) - coalesce(f.minor, 0) as left_minor,
            w.balance_minor is distinct from coalesce(t.balance, 0)
                or w.erp_confirmed_minor is distinct from coalesce(t.confirmed, 0)
                or w.in_flight_minor is distinct from coalesce(t.in_flight, 0)
                or w.refused_minor is distinct from coalesce(t.refused, 0) as sums_differ,
            w.balance_minor, coalesce(t.balance, 0) as entries_minor
        from wallet w
            left join (
                select wallet_id, sum(amount_minor) as balance,
                    coalesce(sum(amount_minor) filter (where state = 'confirmed'), 0) as confirmed,
                    coalesce(sum(amount_minor) filter (where state = 'in_flight'), 0) as in_flight,
                    coalesce(sum(amount_minor) filter (where state = 'refused'), 0) as refused
                from transfer group by wallet_id) t on t.wallet_id = w.wallet_id
            left join (
                select wallet_id, sum(amount_minor) as minor from told group by wallet_id) e on e.wallet_id = w.wallet_id
            left join (
                select wallet_id, sum(hub_minor - erp_minor) as minor from found group by wallet_id) f
                on f.wallet_id = w.wallet_id),
    all_found as (
        select * from found
        union all
        select 'UNEXPLAINED', case when sums_differ then 'SUMS_OF_WALLET' else 'REST' end, wallet_id, wallet_id, '', currency,
            case when sums_differ then balance_minor else left_minor::bigint end,
            case when sums_differ then entries_minor::bigint else 0 end
        from checked where left_minor <> 0 or sums_differ)
    select p_run, row_number() over (order by f.cause, f.wallet_id, f.matter, f.hub_minor), f.cause, f.note, f.wallet_id,
        f.matter, f.numbers, f.currency, f.hub_minor, f.erp_minor, coalesce(b.first_run_id, p_run),
        coalesce(b.first_seen_at, r.snapshot_at),
        b.first_run_id is not null and b.first_seen_at <= r.snapshot_at - p_grace
    from all_found f
        left join lateral (
            select d.first_run_id, d.first_seen_at from reconciliation_difference d
            where d.run_id = v_before and d.matter = f.matter and d.cause = f.cause
                and d.wallet_id is not distinct from f.wallet_id
            limit 1) b on true;

    insert into reconciliation_total (run_id, currency, wallet_count, balance_minor, erp_confirmed_minor, in_flight_minor,
        refused_minor, erp_minor, later_minor, unexplained_minor)
    select p_run, coalesce(w.currency, l.currency), coalesce(w.wallet_count, 0), coalesce(w.balance, 0),
        coalesce(w.confirmed, 0), coalesce(w.in_flight, 0), coalesce(w.refused, 0), coalesce(l.minor, 0) - coalesce(l.later, 0),
        coalesce(l.later, 0),
        coalesce(w.balance, 0) - coalesce(l.minor, 0) + coalesce(l.later, 0)
            - coalesce((
                select sum(d.hub_minor - d.erp_minor) from reconciliation_difference d
                where d.run_id = p_run and d.currency = coalesce(w.currency, l.currency) and d.cause <> 'UNEXPLAINED'), 0)
    from (
            select currency, count(*) as wallet_count, sum(balance_minor) as balance, sum(erp_confirmed_minor) as confirmed,
                sum(in_flight_minor) as in_flight, sum(refused_minor) as refused
            from reconciliation_wallet where run_id = p_run group by currency) w
        full join (
            select currency, sum(minor) as minor, sum(later) as later
            from (
                select currency, amount_minor as minor, 0 as later from reconciliation_line where run_id = p_run
                union all
                select l.currency, 0, l.amount_minor
                from reconciliation_line l
                    join ledger_v_transfer t on t.transfer_id = l.reference
                    left join reconciliation_wallet w on w.run_id = p_run and w.wallet_id = t.wallet_id
                where l.run_id = p_run and t.entry_number > coalesce(w.entry_number, 0)
                union all
                select l.currency, 0, l.amount_minor
                from reconciliation_line l
                    join ledger_v_transfer t on t.kind = 'ERP_ENTRY' and t.business_key = r.system || ':' || l.line_id
                    left join reconciliation_wallet w on w.run_id = p_run and w.wallet_id = t.wallet_id
                where l.run_id = p_run and l.reference = '' and t.entry_number > coalesce(w.entry_number, 0)) part
            group by currency) l on l.currency = w.currency;
end $$;

-- As V0020 has it; no customer has a row here.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['reconciliation_run', 'reconciliation_wallet', 'reconciliation_open',
        'reconciliation_line', 'reconciliation_total', 'reconciliation_difference'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;
