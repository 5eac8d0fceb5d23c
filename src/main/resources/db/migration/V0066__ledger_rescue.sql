-- Why: a store puts into the wallet what the customer's bank took and never handed on, and takes it back when the bank gave it
-- back too. The first is a credit; the second may pass the floor, as a chargeback does: the customer has the money at the bank.

alter table ledger_transfer
    drop constraint ledger_transfer_kind_check,
    add constraint ledger_transfer_kind_check check (
        case kind
            when 'RECHARGE' then amount_minor > 0
            when 'UNMATCHED_CREDIT' then amount_minor > 0
            when 'REFUND' then amount_minor > 0
            when 'RESCUE' then amount_minor > 0
            when 'PAYMENT' then amount_minor < 0
            when 'CHARGEBACK' then amount_minor < 0
            when 'RESCUE_REVERSAL' then amount_minor < 0
            when 'REVERSAL' then amount_minor <> 0
            when 'ADJUSTMENT' then amount_minor <> 0
            when 'ERP_ENTRY' then amount_minor <> 0
            else false
        end);

create or replace function ledger_passes_floor(p_kind text) returns boolean language sql immutable as $$
    select p_kind in ('CHARGEBACK', 'ERP_ENTRY', 'ADJUSTMENT', 'RESCUE_REVERSAL')
$$;
