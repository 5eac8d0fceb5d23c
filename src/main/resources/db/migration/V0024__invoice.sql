-- Why: customers read their invoices, as the ERP has them. The ERP owns them; a newer word replaces an older one.

create table invoice_mirror (
    id           text collate "C" not null,
    customer_id  text collate "C" not null,
    system       text collate "C" not null,
    external_id  text collate "C" not null,
    number       text        not null,
    reference    text        not null,
    state        text collate "C" not null,
    issue_date   date        not null,
    due_date     date,
    total_minor  bigint      not null,
    open_minor   bigint      not null,
    currency     char(3)     not null,
    text         text        not null,
    changed_at   timestamptz not null,
    mirrored_at  timestamptz not null,
    constraint invoice_mirror_pk primary key (id),
    constraint invoice_mirror_external_id_unique unique (system, external_id),
    constraint invoice_mirror_state_check check (
        case state
            when 'open' then true
            when 'paid' then open_minor = 0
            when 'cancelled' then open_minor = 0
            else false
        end)
) with (fillfactor = 80);

-- A customer's list, the latest first.
create index invoice_mirror_customer_id_issue_date_id_idx on invoice_mirror (customer_id, issue_date, id);

alter table invoice_mirror enable row level security;
alter table invoice_mirror force row level security;
create policy invoice_mirror_rows on invoice_mirror
    using (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true))
    with check (current_setting('hub.scope', true) = 'system' or customer_id = current_setting('hub.customer', true));
