-- Why: invoices are paid from the wallet. The mirror says what the ERP knew when it was read, this table what the hub has
-- deducted; what is still to be paid is asked of both, and of the two the lesser counts.
--
-- Locks, always: wallets in id order, then rows of this package, then lane keys. Whoever writes a deduction, or a newer word of the
-- ERP on an invoice, has the lock of the wallet that pays it.

create table invoice_deduction (
    invoice_id         text collate "C" not null,
    attempt            integer     not null,
    transfer_id        text collate "C" not null,
    customer_id        text collate "C" not null,
    wallet_id          text collate "C" not null,
    amount_minor       bigint      not null,
    currency           char(3)     not null,
    cause              text collate "C" not null,
    mirror_changed_at  timestamptz not null,
    paid_through_minor bigint      not null,
    made_at            timestamptz not null,
    confirmed_at       timestamptz,
    reversal_id        text collate "C",
    reversal_code      text,
    reversed_at        timestamptz,
    constraint invoice_deduction_pk primary key (invoice_id, attempt),
    constraint invoice_deduction_invoice_id_fk foreign key (invoice_id) references invoice_mirror (id),
    constraint invoice_deduction_transfer_id_unique unique (transfer_id),
    constraint invoice_deduction_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint invoice_deduction_reversal_id_unique unique (reversal_id),
    constraint invoice_deduction_reversal_id_fk foreign key (reversal_id) references ledger_transfer (id),
    constraint invoice_deduction_attempt_check check (attempt >= 1),
    constraint invoice_deduction_amount_minor_check check (amount_minor > 0),
    constraint invoice_deduction_cause_check check (cause in ('request', 'automatic')),
    constraint invoice_deduction_reversal_check check (num_nonnulls(reversal_id, reversal_code, reversed_at) in (0, 3))
) with (fillfactor = 80);

comment on column invoice_deduction.mirror_changed_at is 'the version of the invoice that it was made of';
comment on column invoice_deduction.paid_through_minor is
    'from so much paid on, by the ERP''s own account, the ERP has counted it and everything of ours before it';

-- What of a wallet may have to be given back.
create index invoice_deduction_wallet_id_idx on invoice_deduction (wallet_id) where reversal_id is null;
-- What a wallet may have to pay.
create index invoice_mirror_customer_id_idx on invoice_mirror (customer_id) where state = 'open';

-- What the hub may still deduct of an invoice, and what of its own deductions the mirror has not seen.
--
-- A deduction is seen when the ERP has confirmed it, the mirror is newer than it was when it was made, and the ERP's own account
-- (total less open) reaches through it; or, where that account has fallen since, when the ERP confirmed it before p_believed,
-- from when on the newest word is believed as it is. What is not seen is taken off what the ERP says is open. And whatever the
-- ERP says, deductions are never more than the total.
create function invoice_standing(p_invoice text, p_believed timestamptz)
returns table (to_pay_minor bigint, unseen_minor bigint) language sql stable as $$
    select case when m.state = 'open' then greatest(0, least(m.open_minor - d.unseen, m.total_minor - d.standing)) else 0 end,
        d.unseen
    from invoice_mirror m
        cross join lateral (
            select coalesce(sum(i.amount_minor), 0)::bigint as standing,
                coalesce(sum(i.amount_minor) filter (where not (
                    i.confirmed_at is not null
                        and m.changed_at > i.mirror_changed_at
                        and (m.total_minor - m.open_minor >= i.paid_through_minor or i.confirmed_at < p_believed))), 0)::bigint
                    as unseen
            from invoice_deduction i
            where i.invoice_id = m.id and i.reversal_id is null) d
    where m.id = p_invoice
$$;

-- As a customer sees it: paid as soon as nothing is left to be paid, although the ERP has not counted it yet.
create function invoice_shown_state(p_state text, p_total bigint, p_open bigint, p_to_pay bigint) returns text
language sql immutable as $$
    select case when p_state = 'open' and p_total > 0 and p_open > 0 and p_to_pay = 0 then 'paid' else p_state end
$$;

create function invoice_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: a deduction stays as it was written', tg_op, tg_table_name using errcode = 'IV001';
end $$;

create trigger invoice_deduction_stays
    before delete or truncate or update of invoice_id, attempt, transfer_id, customer_id, wallet_id, amount_minor, currency, cause,
        mirror_changed_at, made_at on invoice_deduction
    for each statement execute function invoice_refuse_change();

-- Of one payment exactly, and together never above what the invoice is of. Given back once.
create function invoice_check_deduction() returns trigger language plpgsql as $$
begin
    if not exists (
        select from ledger_transfer t
        where t.id = new.transfer_id and t.kind = 'PAYMENT' and t.wallet_id = new.wallet_id and t.currency = new.currency
            and t.amount_minor = -new.amount_minor and t.business_key = new.invoice_id || '/' || new.attempt) then
        raise exception 'transfer % does not pay attempt % of invoice %', new.transfer_id, new.attempt, new.invoice_id
            using errcode = 'IV002';
    end if;
    if not exists (
        select from invoice_mirror m
        where m.id = new.invoice_id and m.currency = new.currency
            and m.total_minor >= (
                select sum(i.amount_minor) from invoice_deduction i
                where i.invoice_id = new.invoice_id and i.reversal_id is null)) then
        raise exception 'the deductions of invoice % are above its total', new.invoice_id using errcode = 'IV003';
    end if;
    return null;
end $$;

create trigger invoice_deduction_within after insert on invoice_deduction
    for each row execute function invoice_check_deduction();

create function invoice_check_reversal() returns trigger language plpgsql as $$
begin
    if old.reversal_id is not null or not exists (
        select from ledger_transfer t
        where t.id = new.reversal_id and t.kind = 'REVERSAL' and t.business_key = new.transfer_id
            and t.wallet_id = new.wallet_id and t.currency = new.currency and t.amount_minor = new.amount_minor) then
        raise exception 'transfer % does not give attempt % of invoice % back', new.reversal_id, new.attempt, new.invoice_id
            using errcode = 'IV004';
    end if;
    return new;
end $$;

create trigger invoice_deduction_given_back before update of reversal_id on invoice_deduction
    for each row execute function invoice_check_reversal();

-- The document behind a transfer.
create view invoice_v_deduction with (security_invoker = true) as
select d.transfer_id, d.reversal_id, d.customer_id, d.invoice_id, m.number as invoice_number, d.attempt, d.cause, d.made_at,
    d.reversal_code, d.reversed_at
from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id;

-- An invoice that is not as it was when it was paid, where the hub may not put that right by itself.
alter table books_task
    drop constraint books_task_kind_check,
    add constraint books_task_kind_check
        check (kind in ('REFUSED_BY_ERP', 'POSTED_AFTER_REVERSAL', 'INVOICE_CANCELLED', 'INVOICE_OVERPAID'));

-- As V0020 has it.
alter table invoice_deduction enable row level security;
alter table invoice_deduction force row level security;
create policy invoice_deduction_rows on invoice_deduction
    using (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true))
    with check (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true));
