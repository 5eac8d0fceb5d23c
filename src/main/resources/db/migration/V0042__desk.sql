-- Why: staff look over all customers: a name is found by its words, wallets by their trouble, movements by their time. Each
-- by an index, so that a list of all customers costs what its page costs. And who froze a wallet stays known.

-- The words of a name as they are compared: in lower case, Arabic letters without marks and in one form each.
create function customer_words(p_name text) returns text[] language sql immutable as $$
    select coalesce(array_agg(distinct left(word, 60)), '{}')
    from regexp_split_to_table(
        translate(lower(p_name),
            U&'\0623\0625\0622\0671\0649\0629\0640\064B\064C\064D\064E\064F\0650\0651\0652',
            U&'\0627\0627\0627\0627\064A\0647'),
        '[\s,;:.''"()/_-]+') word
    where word <> ''
$$;

-- Personal data like the name itself, and with it gone: the triggers below follow every change of it.
create table customer_word (
    customer_id text collate "C" not null,
    word        text collate "C" not null,
    constraint customer_word_pk primary key (customer_id, word)
);

create index customer_word_word_customer_id_idx on customer_word (word, customer_id);

create function customer_keep_words() returns trigger language plpgsql as $$
declare
    v_words text[] := customer_words(new.name);
begin
    delete from customer_word where customer_id = new.id and word <> all (v_words);
    insert into customer_word (customer_id, word) select new.id, word from unnest(v_words) word on conflict do nothing;
    return null;
end $$;

create trigger customer_mirror_named after insert on customer_mirror
    for each row execute function customer_keep_words();
create trigger customer_mirror_renamed after update of name on customer_mirror
    for each row when (old.name <> new.name) execute function customer_keep_words();

insert into customer_word (customer_id, word)
select c.id, w.word from customer_mirror c cross join lateral unnest(customer_words(c.name)) w(word);

-- Few rows each; both columns change seldom, so that postings keep their light updates.
create index ledger_wallet_in_debt_idx on ledger_wallet (id) where in_debt;
create index ledger_wallet_frozen_idx on ledger_wallet (id) where frozen;

-- All movements by their time; each new one is at its end.
create index ledger_transfer_recorded_at_id_idx on ledger_transfer (recorded_at, id);

-- Movements over all wallets. Left joins although each row is there: the planner leaves out a table of which nothing is
-- asked.
create view ledger_v_movement with (security_invoker = true) as
select t.id as transfer_id, t.kind, t.wallet_id, w.customer_id, e.number as entry_number, t.amount_minor,
    e.balance_after_minor, t.currency, t.occurred_at, t.recorded_at, p.state as posting_state, p.erp_number
from ledger_transfer t
    left join ledger_wallet w on w.id = t.wallet_id
    left join ledger_entry e on e.transfer_id = t.id and e.line = 1
    left join ledger_posting p on p.transfer_id = t.id;

-- Payments of known recharges that wait for finance.
create view recharge_v_parked with (security_invoker = true) as
select p.id as park_id, r.customer_id, p.recharge_id, p.gateway, p.payment_id, p.reason, p.parked_at
from recharge_park p join recharge_recharge r on r.id = p.recharge_id
where not exists (select from recharge_decision d where d.park_id = p.id);

-- Who froze a wallet and who let it go again, and why. One person freezes; another unfreezes.
create table desk_freeze (
    id        bigint generated always as identity,
    wallet_id text collate "C" not null,
    action    text collate "C" not null,
    staff_id  text collate "C" not null,
    frozen_by text collate "C",
    reason    text        not null,
    made_at   timestamptz not null,
    constraint desk_freeze_pk primary key (id),
    constraint desk_freeze_action_check check (action in ('freeze', 'unfreeze')),
    constraint desk_freeze_staff_id_check check (frozen_by is null or action = 'unfreeze' and frozen_by <> staff_id),
    constraint desk_freeze_reason_check check (length(reason) between 3 and 500)
);

create index desk_freeze_wallet_id_id_idx on desk_freeze (wallet_id, id);

create function desk_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: who froze what stays as it was written', tg_op, tg_table_name
        using errcode = 'DK001';
end $$;

create trigger desk_freeze_append_only before update or delete or truncate on desk_freeze
    for each statement execute function desk_refuse_change();

-- As V0020 has it.
do $$
declare
    v_system constant text := 'current_setting(''hub.scope'', true) = ''system''';
begin
    execute 'alter table customer_word enable row level security';
    execute 'alter table customer_word force row level security';
    execute format('create policy customer_word_rows on customer_word using (%s or %s) with check (%s or %s)',
        v_system, 'customer_id = current_setting(''hub.customer'', true)',
        v_system, 'customer_id = current_setting(''hub.customer'', true)');
    execute 'alter table desk_freeze enable row level security';
    execute 'alter table desk_freeze force row level security';
    execute format('create policy desk_freeze_rows on desk_freeze using (%s) with check (%s)', v_system, v_system);
end $$;
