-- Why: top-ups of wallets, from the customer's wish to the gateway's money, and what finance must decide about.
--
-- Locks: the recharge's row first, then what lies behind it (payment, wallet, lane keys). Money is credited once because
-- recharge_receipt is unique per captured total of a payment, whatever the code above it does.

create table recharge_recharge (
    id                text collate "C" not null,
    reference         text collate "C" not null,
    customer_id       text collate "C" not null,
    customer_external_id text collate "C" not null,
    wallet_id         text collate "C" not null,
    gateway           text collate "C" not null,
    account           text collate "C" not null,
    amount_minor      bigint      not null,
    currency          char(3)     not null,
    method            text collate "C" not null,
    state             text collate "C" not null,
    failure_code      text,
    return_url        text        not null,
    return_nonce      text collate "C" not null,
    checkout_id       text collate "C",
    checkout_url      text,
    credited_minor    bigint      not null default 0,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    changed_at        timestamptz not null,
    -- Until when another request with the same wish leaves it alone; see CreateRechargeHandler.
    calling_until     timestamptz not null,
    poll_count        integer     not null default 0,
    next_poll_at      timestamptz,
    constraint recharge_recharge_pk primary key (id),
    constraint recharge_recharge_reference_unique unique (reference),
    constraint recharge_recharge_checkout_id_unique unique (gateway, account, checkout_id),
    constraint recharge_recharge_reference_check check (reference ~ '^[A-Z0-9-]{1,40}$'),
    constraint recharge_recharge_amount_minor_check check (amount_minor > 0),
    constraint recharge_recharge_credited_minor_check check (credited_minor between 0 and amount_minor),
    constraint recharge_recharge_state_check check (
        state in ('created', 'unknown', 'pending', 'authorised', 'confirming', 'succeeded', 'partially_captured',
            'paid_late', 'failed', 'expired', 'cancelled', 'awaiting_confirmation', 'parked', 'refunded',
            'partially_refunded')),
    -- A state that says money came, and money that came, are the same fact.
    constraint recharge_recharge_credited_state_check check (
        (credited_minor > 0)
            = (state in ('succeeded', 'partially_captured', 'paid_late', 'refunded', 'partially_refunded')))
) with (fillfactor = 70);

create index recharge_recharge_customer_id_idx on recharge_recharge (customer_id, id);
create index recharge_recharge_next_poll_at_idx on recharge_recharge (next_poll_at, id) where next_poll_at is not null;

-- One payment at the gateway. matched: it pays for the recharge; any further payment is an unmatched credit.
create table recharge_payment (
    gateway        text collate "C" not null,
    account        text collate "C" not null,
    payment_id     text collate "C" not null,
    recharge_id    text collate "C" not null,
    matched        boolean     not null,
    captured_minor bigint      not null default 0,
    credited_minor bigint      not null default 0,
    refunded_minor bigint      not null default 0,
    currency       char(3)     not null,
    seen_at        timestamptz not null,
    constraint recharge_payment_pk primary key (gateway, account, payment_id),
    constraint recharge_payment_recharge_id_fk foreign key (recharge_id) references recharge_recharge (id),
    -- Credits of one payment never pass what was captured of it.
    constraint recharge_payment_credited_minor_check check (credited_minor between 0 and captured_minor)
) with (fillfactor = 70);

create unique index recharge_payment_recharge_id_matched_unique on recharge_payment (recharge_id) where matched;

create table recharge_receipt (
    id                   text collate "C" not null,
    recharge_id          text collate "C" not null,
    customer_id          text collate "C" not null,
    transfer_id          text collate "C" not null,
    gateway              text collate "C" not null,
    account              text collate "C" not null,
    payment_id           text collate "C" not null,
    captured_total_minor bigint      not null,
    amount_minor         bigint      not null,
    currency             char(3)     not null,
    reason               text collate "C" not null,
    entry_number         bigint      not null,
    balance_after_minor  bigint      not null,
    occurred_at          timestamptz not null,
    recorded_at          timestamptz not null,
    constraint recharge_receipt_pk primary key (id),
    constraint recharge_receipt_transfer_id_unique unique (transfer_id),
    constraint recharge_receipt_captured_total_unique unique (gateway, account, payment_id, captured_total_minor),
    constraint recharge_receipt_recharge_id_fk foreign key (recharge_id) references recharge_recharge (id),
    constraint recharge_receipt_reason_check check (reason in ('recharge', 'late', 'partial', 'unmatched')),
    constraint recharge_receipt_amount_minor_check
        check (amount_minor > 0 and amount_minor <= captured_total_minor)
);

create index recharge_receipt_recharge_id_idx on recharge_receipt (recharge_id);

-- What was not credited, with its reason, until finance has decided.
create table recharge_park (
    id                 bigint generated always as identity,
    recharge_id        text collate "C",
    gateway            text collate "C" not null,
    account            text collate "C" not null,
    payment_id         text collate "C" not null,
    reason             text collate "C" not null,
    merchant_reference text,
    expected_minor     bigint,
    seen_minor         bigint,
    seen_currency      char(3),
    gateway_event_id   text collate "C" not null,
    parked_at          timestamptz not null,
    decision           text collate "C",
    decided_by         text collate "C",
    decided_at         timestamptz,
    constraint recharge_park_pk primary key (id),
    -- The same trouble is told once, however often the gateway tells it.
    constraint recharge_park_payment_id_reason_unique unique (gateway, account, payment_id, reason),
    constraint recharge_park_recharge_id_fk foreign key (recharge_id) references recharge_recharge (id),
    constraint recharge_park_decision_check check (num_nonnulls(decision, decided_by, decided_at) in (0, 3))
);

create index recharge_park_recharge_id_idx on recharge_park (recharge_id);

-- What finance must look at although the money is right.
create table recharge_task (
    id          bigint generated always as identity,
    kind        text collate "C" not null,
    recharge_id text collate "C",
    gateway     text collate "C" not null,
    account     text collate "C" not null,
    payment_id  text collate "C" not null,
    transfer_id text collate "C",
    detail      text collate "C" not null,
    made_at     timestamptz not null,
    done_by     text collate "C",
    done_at     timestamptz,
    constraint recharge_task_pk primary key (id),
    constraint recharge_task_kind_payment_id_detail_unique unique (gateway, account, payment_id, kind, detail),
    constraint recharge_task_kind_check check (kind in ('UNMATCHED_CREDIT', 'GATEWAY_DISAGREES', 'REFUND_SEEN', 'DISPUTE_SEEN')),
    constraint recharge_task_done_by_check check (num_nonnulls(done_by, done_at) in (0, 2))
);

create function recharge_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: a receipt stays as it was written', tg_op, tg_table_name
        using errcode = 'RC001';
end $$;

create trigger recharge_receipt_append_only before update or delete or truncate on recharge_receipt
    for each statement execute function recharge_refuse_change();
