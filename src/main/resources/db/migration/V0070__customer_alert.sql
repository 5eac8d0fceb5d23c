-- Why: what a customer should know of a wallet is kept from the moment that it becomes true until it is over, so that it is told
-- once, can be acknowledged, and is not told again with every small movement.
--
-- Locks: an open alert about the balance is written under the lock of its wallet; of the others the open row is the lock.

create table customer_alert (
    id              text collate "C" not null,
    kind            text collate "C" not null,
    wallet_id       text collate "C" not null,
    customer_id     text collate "C" not null,
    amount_minor    bigint      not null,
    threshold_minor bigint,
    currency        char(3)     not null,
    reference       text collate "C",
    raised_at       timestamptz not null,
    cleared_at      timestamptz,
    -- By the customer, and by whom of the staff; neither ends it.
    seen_at         timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text collate "C",
    constraint customer_alert_pk primary key (id),
    constraint customer_alert_kind_check
        check (kind in ('low_balance', 'debt', 'deduction_failed', 'payment_parked')),
    constraint customer_alert_amount_minor_check check (kind <> 'debt' or amount_minor < 0),
    constraint customer_alert_threshold_minor_check check (
        case kind when 'low_balance' then threshold_minor > amount_minor else threshold_minor is null end),
    constraint customer_alert_currency_check check (currency ~ '^[A-Z]{3}$'),
    constraint customer_alert_reference_check check (
        case when kind in ('deduction_failed', 'payment_parked') then length(reference) between 1 and 100
            else reference is null end),
    constraint customer_alert_acknowledged_by_check check (num_nonnulls(acknowledged_at, acknowledged_by) in (0, 2))
);

-- One open alert per wallet and kind, whoever raises it at the same moment.
create unique index customer_alert_wallet_id_kind_unique on customer_alert (wallet_id, kind) where cleared_at is null;
-- Lists go from the latest down; ids sort by the time they were made.
create index customer_alert_customer_id_id_idx on customer_alert (customer_id, id);
create index customer_alert_kind_id_idx on customer_alert (kind, id);
create index customer_alert_open_idx on customer_alert (id) where cleared_at is null;

-- How far the sweep is that brings alerts to thresholds that were changed. Of no customer.
create table customer_alert_sweep (
    single  boolean     not null default true,
    behind  text collate "C" not null default '',
    constraint customer_alert_sweep_pk primary key (single),
    constraint customer_alert_sweep_single_check check (single)
);

insert into customer_alert_sweep default values;

create function customer_alert_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what was told stays as it was told', tg_op, tg_table_name using errcode = 'CU001';
end $$;

create trigger customer_alert_stays
    before delete or truncate
        or update of id, kind, wallet_id, customer_id, amount_minor, threshold_minor, currency, reference, raised_at
    on customer_alert
    for each statement execute function customer_alert_refuse_change();

-- What is over stays over; the next time is another alert.
create function customer_alert_check_end() returns trigger language plpgsql as $$
begin
    if old.cleared_at is not null and new.cleared_at is distinct from old.cleared_at then
        raise exception 'alert % is over since %', old.id, old.cleared_at using errcode = 'CU002';
    end if;
    return new;
end $$;

create trigger customer_alert_ends_once before update of cleared_at on customer_alert
    for each row execute function customer_alert_check_end();

-- Everybody who reads of customers reads of their alerts; who looks after customers or money says that it was seen. A role that
-- was taken out meanwhile gets nothing.
insert into staff_role_permission (role_id, permission)
select r.id, line.permission
from (values
    ('alert.list', 'finance'), ('alert.list', 'operations'), ('alert.list', 'customer-care'), ('alert.list', 'management'),
    ('alert.acknowledge', 'finance'), ('alert.acknowledge', 'operations'), ('alert.acknowledge', 'customer-care')
) line(permission, role_id)
    join staff_role r on r.id = line.role_id
on conflict on constraint staff_role_permission_pk do nothing;

-- As V0020 has it.
alter table customer_alert enable row level security;
alter table customer_alert force row level security;
create policy customer_alert_rows on customer_alert
    using (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true))
    with check (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true));
