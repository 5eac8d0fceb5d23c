-- Why: finance decides what becomes of money that was parked. A decision is a row of its own that nobody changes, so the role
-- that serves needs no right to change what was parked.

alter table recharge_park
    -- Never written: decisions are below.
    drop constraint recharge_park_decision_check,
    drop column decision,
    drop column decided_by,
    drop column decided_at,
    -- At the gateway; rows from before have none.
    add column occurred_at timestamptz,
    drop constraint recharge_park_payment_id_reason_unique,
    -- The same trouble is told once; more money captured later is another one, and is not lost behind a decision.
    add constraint recharge_park_payment_id_reason_unique
        unique nulls not distinct (gateway, account, payment_id, reason, seen_minor);

create table recharge_decision (
    park_id     bigint      not null,
    decision    text collate "C" not null,
    reason      text        not null,
    approval_id text collate "C" not null,
    decided_by  text collate "C" not null,
    decided_at  timestamptz not null,
    receipt_id  text collate "C",
    -- Each is decided once.
    constraint recharge_decision_pk primary key (park_id),
    constraint recharge_decision_approval_id_unique unique (approval_id),
    constraint recharge_decision_park_id_fk foreign key (park_id) references recharge_park (id),
    constraint recharge_decision_receipt_id_fk foreign key (receipt_id) references recharge_receipt (id),
    constraint recharge_decision_decision_check check (
        case decision
            when 'credit' then receipt_id is not null
            when 'refuse' then receipt_id is null
            else false
        end)
);

create trigger recharge_decision_append_only before update or delete or truncate on recharge_decision
    for each statement execute function recharge_refuse_change();

-- As V0020 has it; no customer has a row here.
alter table recharge_decision enable row level security;
alter table recharge_decision force row level security;
create policy recharge_decision_rows on recharge_decision
    using (current_setting('hub.scope', true) = 'system') with check (current_setting('hub.scope', true) = 'system');
