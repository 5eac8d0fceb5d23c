-- Why: recharges that customers pay by transfer to a bank account of ours. Two of the staff say what came; nobody's machine
-- does, so that the same money is never taken twice stands here.

alter table recharge_recharge
    -- A transfer sends nobody back to anywhere.
    alter column return_url drop not null,
    -- More than was asked for is credited only where people decided so.
    add column decided boolean not null default false,
    drop constraint recharge_recharge_credited_minor_check,
    add constraint recharge_recharge_credited_minor_check
        check (credited_minor >= 0 and (credited_minor <= amount_minor or decided)),
    add constraint recharge_recharge_method_check check (method in ('card', 'bank_transfer')),
    add constraint recharge_recharge_return_url_check check (method <> 'card' or return_url is not null),
    add constraint recharge_recharge_awaiting_check
        check (state <> 'awaiting_confirmation' or method = 'bank_transfer');

-- What finance works off, the oldest first; ids are in the order of time.
create index recharge_recharge_id_awaiting_idx on recharge_recharge (id) where state = 'awaiting_confirmation';
-- Over all customers, the latest first. Never changed, so updates of a row stay off it.
create index recharge_recharge_created_at_idx on recharge_recharge (created_at, id);

-- One line of a bank's statement that was credited.
create table recharge_bank_credit (
    transfer_id    text collate "C" not null,
    recharge_id    text collate "C" not null,
    account        text collate "C" not null,
    bank_reference text collate "C" not null,
    value_date     date        not null,
    amount_minor   bigint      not null,
    currency       char(3)     not null,
    claimed_minor  bigint      not null,
    approval_id    text collate "C" not null,
    approved_by    text collate "C" not null,
    recorded_at    timestamptz not null,
    constraint recharge_bank_credit_pk primary key (transfer_id),
    -- The same line twice is the same money.
    constraint recharge_bank_credit_bank_reference_unique unique (account, bank_reference, amount_minor, value_date),
    constraint recharge_bank_credit_approval_id_unique unique (approval_id),
    constraint recharge_bank_credit_recharge_id_fk foreign key (recharge_id) references recharge_recharge (id),
    constraint recharge_bank_credit_bank_reference_check check (bank_reference ~ '^[!-~]{1,60}$'),
    constraint recharge_bank_credit_amount_minor_check check (amount_minor > 0)
);

create index recharge_bank_credit_recharge_id_idx on recharge_bank_credit (recharge_id);

create trigger recharge_bank_credit_append_only before update or delete or truncate on recharge_bank_credit
    for each statement execute function recharge_refuse_change();

-- As V0020 has it; no customer has a row here.
alter table recharge_bank_credit enable row level security;
alter table recharge_bank_credit force row level security;
create policy recharge_bank_credit_rows on recharge_bank_credit
    using (current_setting('hub.scope', true) = 'system') with check (current_setting('hub.scope', true) = 'system');
