-- Why: an invoice follows its customer into a merge, a deduction stays whose wallet it came from. What is left of an invoice is told by
-- all of its deductions, so whoever may read the invoice may read them: otherwise a survivor is shown, and asked for, what
-- was paid before the merge.

-- Asks the invoices under their own policy; by a function, as V0020 says.
create function invoice_is_own(p_invoice text) returns boolean language plpgsql stable as $$
begin
    return exists (select from invoice_mirror m where m.id = p_invoice);
end $$;

alter policy invoice_deduction_rows on invoice_deduction
    using (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true)
        or invoice_is_own(invoice_id));

-- Money goes back where it came from, also to the wallet of a customer who was merged meanwhile; finance moves it on.
alter table books_task
    drop constraint books_task_kind_check,
    add constraint books_task_kind_check
        check (kind in ('REFUSED_BY_ERP', 'POSTED_AFTER_REVERSAL', 'INVOICE_CANCELLED', 'INVOICE_OVERPAID',
            'MERGED_WALLET_CREDITED'));
