-- Why: what the ERP books by itself reaches the wallets. A feed reads it again and again, over an overlap, because an ERP
-- takes ids and times of change before it commits; what was read is kept by id, so that an item is handed on once.
--
-- The system is the connector that read it: two ERPs may number alike.

-- How far a feed was read: the time of change, by the ERP's own clock, up to which all that was visible then is stored. Moves
-- after all pages of a reading are stored, and never back.
create table books_feed (
    system           text collate "C" not null,
    feed             text collate "C" not null,
    read_through     timestamptz,
    read_at          timestamptz,
    full_compared_at timestamptz,
    constraint books_feed_pk primary key (system, feed),
    constraint books_feed_feed_check check (feed in ('entries', 'invoices'))
);

-- Every item that a feed has handed to its lane, with the change that it was handed on for.
create table books_item (
    system      text collate "C" not null,
    feed        text collate "C" not null,
    item_id     text collate "C" not null,
    changed_at  timestamptz not null,
    seen_at     timestamptz not null,
    vanished_at timestamptz,
    constraint books_item_pk primary key (system, feed, item_id),
    constraint books_item_feed_fk foreign key (system, feed) references books_feed (system, feed),
    constraint books_item_item_id_check check (length(item_id) between 1 and 100)
) with (fillfactor = 80);

-- Posted lines on the wallet liability account, as they were first read. Whose reference they carry decides what they are:
-- ours is only noted, the ERP's own became one transfer, and one that we never gave waits for a person.
create table books_entry (
    system      text collate "C" not null,
    line_id     text collate "C" not null,
    document    text        not null,
    number      text        not null,
    reference   text collate "C" not null,
    customer    text collate "C" not null,
    amount_minor bigint     not null,
    currency    char(3)     not null,
    booked_on   date        not null,
    changed_at  timestamptz not null,
    origin      text collate "C" not null,
    transfer_id text collate "C",
    noted_at    timestamptz not null,
    constraint books_entry_pk primary key (system, line_id),
    constraint books_entry_origin_check check (
        case origin
            when 'hub' then transfer_id is not null
            when 'erp' then transfer_id is not null or amount_minor = 0
            when 'unknown' then transfer_id is null
            else false
        end)
);

-- Reconciliation joins on it; two lines of one transfer are a finding of its own, not an error here.
create index books_entry_transfer_id_idx on books_entry (transfer_id) where transfer_id is not null;

-- What a feed told and nobody may simply apply; finance looks at it.
create table books_finding (
    id         bigint      not null generated always as identity,
    system     text collate "C" not null,
    feed       text collate "C" not null,
    item_id    text collate "C" not null,
    cause      text collate "C" not null,
    changed_at timestamptz not null,
    known      text        not null,
    told       text        not null,
    found_at   timestamptz not null,
    constraint books_finding_pk primary key (id),
    constraint books_finding_item_unique unique (system, feed, item_id, cause, changed_at),
    constraint books_finding_cause_check check (cause in ('changed', 'vanished', 'unknown_reference'))
);

-- For reconciliation and reports.
create view books_v_entry as
select system, line_id, document, number, reference, customer, amount_minor, currency, booked_on, changed_at, origin,
    transfer_id, noted_at
from books_entry;

create view books_v_finding as
select id, system, feed, item_id, cause, changed_at, known, told, found_at from books_finding;

create view books_v_feed as
select system, feed, read_through, read_at, full_compared_at from books_feed;

-- Only the hub itself works with them: a customer has no row in them.
do $$
declare
    v record;
begin
    for v in
        select * from (values ('books_feed'), ('books_item'), ('books_entry'), ('books_finding')) rule(relation)
    loop
        execute format('alter table %I enable row level security', v.relation);
        execute format('alter table %I force row level security', v.relation);
        execute format('create policy %I on %I using (current_setting(''hub.scope'', true) = ''system'') '
            || 'with check (current_setting(''hub.scope'', true) = ''system'')', v.relation || '_rows', v.relation);
    end loop;
    for v in select * from (values ('books_v_entry'), ('books_v_finding'), ('books_v_feed')) shown(relation) loop
        execute format('alter view %I set (security_invoker = true)', v.relation);
    end loop;
end $$;
