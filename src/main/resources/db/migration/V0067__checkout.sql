-- Why: a web shop's orders are paid from wallets, its holds are promised in them, its returns and rescues are given back to
-- them. The money is the ledger's; what it was for, and how much of it may still be given back, stands here.
--
-- Locks, always: wallets by id, then the order's or hold's row, then the day of rescues, then lane keys.

create function checkout_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what was agreed with a store stays as it was written', tg_op, tg_table_name
        using errcode = 'CK001';
end $$;

create table checkout_order (
    id             text collate "C" not null,
    store_id       text collate "C" not null,
    -- As the customer was told it; stores may be renamed.
    store_name     text        not null,
    reference      text collate "C" not null,
    store_customer text collate "C" not null,
    customer_id    text collate "C" not null,
    -- The CRM's, as the ERP is told it.
    customer_external_id text collate "C" not null,
    wallet_id      text collate "C" not null,
    amount_minor   bigint      not null,
    currency       char(3)     not null,
    description    text        not null,
    return_url     text        not null,
    lifetime_ms    bigint      not null,
    state          text collate "C" not null default 'open',
    payment_id     text collate "C",
    reversal_id    text collate "C",
    -- Given back, and promised to be given back as soon as the ERP has the payment.
    refunded_minor bigint      not null default 0,
    waiting_minor  bigint      not null default 0,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    paid_at        timestamptz,
    changed_at     timestamptz not null,
    constraint checkout_order_pk primary key (id),
    constraint checkout_order_store_id_reference_unique unique (store_id, reference),
    constraint checkout_order_payment_id_unique unique (payment_id),
    constraint checkout_order_payment_id_fk foreign key (payment_id) references ledger_transfer (id),
    constraint checkout_order_reversal_id_fk foreign key (reversal_id) references ledger_transfer (id),
    constraint checkout_order_reference_check check (length(reference) between 1 and 64),
    constraint checkout_order_amount_minor_check check (amount_minor > 0),
    constraint checkout_order_expires_at_check check (expires_at > created_at and lifetime_ms > 0),
    constraint checkout_order_state_check check (
        case state
            when 'open' then num_nonnulls(payment_id, reversal_id, paid_at) = 0
            when 'cancelled' then num_nonnulls(payment_id, reversal_id, paid_at) = 0
            when 'expired' then num_nonnulls(payment_id, reversal_id, paid_at) = 0
            when 'paid' then num_nonnulls(payment_id, paid_at) = 2 and reversal_id is null
            when 'rejected' then num_nonnulls(payment_id, paid_at, reversal_id) = 3
            else false
        end),
    -- Never more than was paid, and nothing of what was given back already as a whole.
    constraint checkout_order_refunded_minor_check check (
        refunded_minor >= 0 and waiting_minor >= 0 and refunded_minor + waiting_minor <= amount_minor
            and (state = 'paid' or refunded_minor + waiting_minor = 0))
) with (fillfactor = 70);

create index checkout_order_customer_id_idx on checkout_order (customer_id, id);
create index checkout_order_expires_at_idx on checkout_order (expires_at, id) where state = 'open';

create trigger checkout_order_stays
    before delete or truncate
        or update of id, store_id, reference, customer_id, wallet_id, amount_minor, currency, created_at on checkout_order
    for each statement execute function checkout_refuse_change();

-- What of an order goes back to the wallet; the reference is the store's own of the return.
create table checkout_refund (
    order_id     text collate "C" not null,
    reference    text collate "C" not null,
    amount_minor bigint      not null,
    reason       text        not null,
    state        text collate "C" not null,
    transfer_id  text collate "C",
    made_at      timestamptz not null,
    -- When the ERP's word on the payment was looked for last; whoever waits longest is looked after first.
    looked_at    timestamptz not null,
    settled_at   timestamptz,
    constraint checkout_refund_pk primary key (order_id, reference),
    constraint checkout_refund_order_id_fk foreign key (order_id) references checkout_order (id),
    constraint checkout_refund_transfer_id_unique unique (transfer_id),
    constraint checkout_refund_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint checkout_refund_amount_minor_check check (amount_minor > 0),
    constraint checkout_refund_reference_check check (length(reference) between 1 and 64),
    constraint checkout_refund_state_check check (
        case state
            when 'waiting' then num_nonnulls(transfer_id, settled_at) = 0
            when 'done' then num_nonnulls(transfer_id, settled_at) = 2
            when 'dropped' then transfer_id is null and settled_at is not null
            else false
        end)
);

create index checkout_refund_waiting_idx on checkout_refund (looked_at, order_id, reference) where state = 'waiting';

-- One for an order at most, and of that at most its amount.
create table checkout_rescue (
    order_id       text collate "C" not null,
    store_id       text collate "C" not null,
    customer_id    text collate "C" not null,
    wallet_id      text collate "C" not null,
    amount_minor   bigint      not null,
    currency       char(3)     not null,
    day            date        not null,
    reason         text        not null,
    bank_reference text        not null,
    transfer_id    text collate "C" not null,
    reversal_id    text collate "C",
    made_at        timestamptz not null,
    reversed_at    timestamptz,
    constraint checkout_rescue_pk primary key (order_id),
    constraint checkout_rescue_order_id_fk foreign key (order_id) references checkout_order (id),
    constraint checkout_rescue_transfer_id_unique unique (transfer_id),
    constraint checkout_rescue_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint checkout_rescue_reversal_id_unique unique (reversal_id),
    constraint checkout_rescue_reversal_id_fk foreign key (reversal_id) references ledger_transfer (id),
    constraint checkout_rescue_amount_minor_check check (amount_minor > 0),
    constraint checkout_rescue_reversed_at_check check (num_nonnulls(reversal_id, reversed_at) in (0, 2))
);

-- What a store rescued on one day of the business; a reversal gives no room back.
create table checkout_rescue_day (
    store_id    text collate "C" not null,
    day         date    not null,
    currency    char(3) not null,
    total_minor bigint  not null,
    constraint checkout_rescue_day_pk primary key (store_id, day, currency),
    constraint checkout_rescue_day_total_minor_check check (total_minor > 0)
) with (fillfactor = 70);

-- Whose a hold of the ledger is, and for what; the same id. No foreign key points at the ledger's row, which changes with each
-- capture.
create table checkout_hold (
    id             text collate "C" not null,
    store_id       text collate "C" not null,
    reference      text collate "C" not null,
    store_customer text collate "C" not null,
    customer_id    text collate "C" not null,
    wallet_id      text collate "C" not null,
    amount_minor   bigint      not null,
    currency       char(3)     not null,
    lifetime_ms    bigint      not null,
    made_at        timestamptz not null,
    expires_at     timestamptz not null,
    constraint checkout_hold_pk primary key (id),
    constraint checkout_hold_store_id_reference_unique unique (store_id, reference),
    constraint checkout_hold_reference_check check (length(reference) between 1 and 64),
    constraint checkout_hold_amount_minor_check check (amount_minor > 0)
);

create index checkout_hold_customer_id_idx on checkout_hold (customer_id, id);

create table checkout_capture (
    hold_id      text collate "C" not null,
    reference    text collate "C" not null,
    amount_minor bigint      not null,
    keeps_rest   boolean     not null,
    transfer_id  text collate "C" not null,
    reversal_id  text collate "C",
    made_at      timestamptz not null,
    constraint checkout_capture_pk primary key (hold_id, reference),
    constraint checkout_capture_hold_id_fk foreign key (hold_id) references checkout_hold (id),
    constraint checkout_capture_transfer_id_unique unique (transfer_id),
    constraint checkout_capture_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint checkout_capture_reversal_id_fk foreign key (reversal_id) references ledger_transfer (id),
    constraint checkout_capture_amount_minor_check check (amount_minor > 0),
    constraint checkout_capture_reference_check check (length(reference) between 1 and 64)
);

-- What finance must look at: the clearing account of a rescue waits for the bank's money or for the reversal.
create table checkout_task (
    id          bigint generated always as identity,
    kind        text collate "C" not null,
    order_id    text collate "C" not null,
    transfer_id text collate "C" not null,
    detail      text        not null,
    made_at     timestamptz not null,
    constraint checkout_task_pk primary key (id),
    constraint checkout_task_kind_transfer_id_unique unique (kind, transfer_id),
    constraint checkout_task_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint checkout_task_kind_check check (kind = 'ORDER_RESCUED')
);

create index checkout_task_made_at_id_idx on checkout_task (made_at, id);

create trigger checkout_task_append_only before update or delete or truncate on checkout_task
    for each statement execute function checkout_refuse_change();
create trigger checkout_refund_stays before delete or truncate or update of order_id, reference, amount_minor on checkout_refund
    for each statement execute function checkout_refuse_change();
create trigger checkout_rescue_stays
    before delete or truncate or update of order_id, amount_minor, currency, transfer_id on checkout_rescue
    for each statement execute function checkout_refuse_change();
create trigger checkout_capture_stays
    before delete or truncate or update of hold_id, reference, amount_minor, transfer_id on checkout_capture
    for each statement execute function checkout_refuse_change();

-- The document behind a transfer.
create view checkout_v_transfer with (security_invoker = true) as
select o.payment_id as transfer_id, 'order' as matter, o.customer_id, o.store_id, o.id as order_id, null as hold_id, o.reference
from checkout_order o where o.payment_id is not null
union all
select r.transfer_id, 'order-refund', o.customer_id, o.store_id, o.id, null, r.reference
from checkout_refund r join checkout_order o on o.id = r.order_id where r.transfer_id is not null
union all
select s.transfer_id, 'order-rescue', s.customer_id, s.store_id, s.order_id, null, s.bank_reference from checkout_rescue s
union all
select s.reversal_id, 'order-rescue-reversal', s.customer_id, s.store_id, s.order_id, null, s.bank_reference
from checkout_rescue s where s.reversal_id is not null
union all
select c.transfer_id, 'hold-capture', h.customer_id, h.store_id, null, h.id, c.reference
from checkout_capture c join checkout_hold h on h.id = c.hold_id;

-- done_by: the store, when it has taken the rescue back; nothing is left to be cleared then.
create view checkout_v_task with (security_invoker = true) as
select t.id as task_id, t.kind, s.customer_id, t.transfer_id, t.detail, t.made_at,
    case when s.reversal_id is not null then 'store' end as done_by, s.reversed_at as done_at
from checkout_task t join checkout_rescue s on s.transfer_id = t.transfer_id;

alter table desk_task_step
    drop constraint desk_task_step_source_check,
    add constraint desk_task_step_source_check check (source in ('recharge', 'books', 'checkout'));

create or replace view desk_v_task with (security_invoker = true) as
select t.*, d.verb as decision, d.staff_id as decided_by, d.reason as decision_reason, d.made_at as decided_at,
    coalesce(d.verb, case when t.done_by is not null then 'done' else 'open' end) as state,
    (select a.assignee from desk_task_step a
        where a.source = t.source and a.task_id = t.task_id and a.verb = 'assign' order by a.number desc limit 1) as assignee,
    (select coalesce(max(s.number), 0) from desk_task_step s
        where s.source = t.source and s.task_id = t.task_id) as step_count
from (
    select 'recharge' collate "C" as source, r.task_id, r.kind, r.customer_id, r.recharge_id, r.gateway, r.account,
        r.payment_id, r.transfer_id, r.detail, null::text as message, 1 as opening, r.made_at, null::text as done_by,
        null::timestamptz as done_at
    from recharge_v_task r
    union all
    select 'books' collate "C", b.task_id, b.kind, m.customer_id, null, null, null, null, b.transfer_id, b.code, b.message,
        b.opening, b.made_at, b.done_by, b.done_at
    from books_v_task b left join ledger_v_movement m on m.transfer_id = b.transfer_id
    union all
    select 'checkout' collate "C", c.task_id, c.kind, c.customer_id, null, null, null, null, c.transfer_id, c.detail, null,
        1, c.made_at, c.done_by, c.done_at
    from checkout_v_task c) t
    left join desk_task_step d on d.source = t.source and d.task_id = t.task_id and d.opening = t.opening
        and d.verb in ('done', 'dismissed');

-- As V0020 has it; customers read their orders, and what hangs on them through those.
do $$
declare
    v_table text;
    v_system constant text := 'current_setting(''hub.scope'', true) = ''system''';
    v_own constant text := v_system || ' or customer_id = current_setting(''hub.customer'', true)';
begin
    foreach v_table in array array['checkout_order', 'checkout_refund', 'checkout_rescue', 'checkout_rescue_day',
        'checkout_hold', 'checkout_capture', 'checkout_task']
    loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            case v_table when 'checkout_order' then v_own else v_system end,
            case v_table when 'checkout_order' then v_own else v_system end);
    end loop;
end $$;
