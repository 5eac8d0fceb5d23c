-- Why: customers belong to the CRM. This is its last word on each of them, as far as money needs it.

create table customer_mirror (
    id          text collate "C" not null,
    wallet_id   text collate "C" not null,
    external_id text collate "C" not null,
    name        text        not null,
    mobile      text        not null,
    language    text        not null,
    currency    char(3)     not null,
    version     bigint      not null,
    changed_at  timestamptz not null,
    mirrored_at timestamptz not null,
    constraint customer_mirror_pk primary key (id),
    constraint customer_mirror_wallet_id_unique unique (wallet_id),
    constraint customer_mirror_external_id_unique unique (external_id),
    constraint customer_mirror_external_id_check check (external_id <> '' and length(external_id) <= 100),
    constraint customer_mirror_currency_check check (currency ~ '^[A-Z]{3}$'),
    constraint customer_mirror_version_check check (version >= 0)
);

-- Customers that the CRM merged into another: what comes for them from then on follows the survivor. A survivor that is
-- merged itself takes its aliases along, so that one step always finds the customer.
create table customer_alias (
    external_id text collate "C" not null,
    survivor_id text collate "C" not null,
    version     bigint      not null,
    merged_at   timestamptz not null,
    constraint customer_alias_pk primary key (external_id),
    constraint customer_alias_survivor_id_fk foreign key (survivor_id) references customer_mirror (id)
);

create index customer_alias_survivor_id_idx on customer_alias (survivor_id);
