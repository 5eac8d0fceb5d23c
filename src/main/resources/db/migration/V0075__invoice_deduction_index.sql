-- Why: of one invoice, deductions are found by its id and nothing else. An index that has every standing deduction, or every row
-- that was not given back, looks just as good to the planner while the table is young, and its plan stays with the connection
-- until statistics come: each payment then read all payments there were, 12 ms of processor time each after ten thousand.

drop index invoice_deduction_wallet_id_idx;
create index invoice_deduction_wallet_id_idx on invoice_deduction (wallet_id);

alter table invoice_deduction drop constraint invoice_deduction_reversal_id_unique;
create unique index invoice_deduction_reversal_id_unique on invoice_deduction (reversal_id) where reversal_id is not null;
