-- Why: customers page through the lines of their wallets and their recharges. No new index on the ledger: pages go by the
-- wallet's own entry numbers, which are unique already, and dates are found among them by halving.

-- Signs cursors, the same on every instance. Two random UUIDs have 244 random bits. Whoever knows it can make up where
-- in the lists of their own wallet they go on, and nothing else.
create table operation_cursor_key (
    single boolean not null default true,
    key    bytea   not null,
    constraint operation_cursor_key_pk primary key (single),
    constraint operation_cursor_key_single_check check (single),
    constraint operation_cursor_key_key_check check (length(key) = 32)
);

insert into operation_cursor_key (key)
values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- A wallet's lines with their transfers and what the ERP has of them. Left joins although each row is there: the
-- planner leaves out a table of which nothing is asked, as when lines are counted.
create view ledger_v_wallet_entry as
select w.customer_id, e.wallet_id, e.number as entry_number, e.transfer_id, t.kind, e.amount_minor,
    e.balance_after_minor, e.currency, t.occurred_at, e.recorded_at, p.state as posting_state, p.erp_number, p.posted_at
from ledger_entry e
    left join ledger_wallet w on w.id = e.wallet_id
    left join ledger_transfer t on t.id = e.transfer_id
    left join ledger_posting p on p.transfer_id = e.transfer_id
where e.line = 1;

-- By halving the wallet's numbers: a number whose line was recorded before p_at, or 0, and whose successor was not.
-- Lines are in order of time but for the moments that postings waited for the wallet's lock; so no line above the
-- answer was recorded before p_at less such a moment, and none up to it at p_at plus such a moment or later.
create function ledger_number_before(p_wallet text, p_at timestamptz) returns bigint language plpgsql stable as $$
declare
    v_before bigint := 0;
    v_behind bigint := (select entry_count + 1 from ledger_wallet where id = p_wallet);
    v_middle bigint;
begin
    while v_behind - v_before > 1 loop
        v_middle := (v_before + v_behind) / 2;
        if (select recorded_at < p_at from ledger_entry
            where wallet_id = p_wallet and number = v_middle and line = 1) then
            v_before := v_middle;
        else
            v_behind := v_middle;
        end if;
    end loop;
    return v_before;
end $$;

-- What of a recharge became a credit: the document behind a transfer.
create view recharge_v_credit as
select c.transfer_id, c.id as receipt_id, c.customer_id, c.reason, c.gateway, c.payment_id, r.id as recharge_id,
    r.reference
from recharge_receipt c
    join recharge_recharge r on r.id = c.recharge_id;
