-- Why: the CRM merges customers, the ERP keeps its invoices as they are. Whoever pays for a merged customer pays an invoice that
-- the ERP issued to somebody else, and has to say to whom.
alter table invoice_mirror add column debtor text collate "C" not null default '';

comment on column invoice_mirror.debtor is 'the customer''s code in the ERP; empty when that was never kept';

update invoice_mirror m set debtor = c.external_id from customer_mirror c where c.id = m.customer_id;

-- Invoices follow their customers, as payments do.
update invoice_mirror m set customer_id = a.survivor_id
from customer_mirror c
    join customer_alias a on a.external_id = c.external_id
where c.id = m.customer_id;
