-- Why: the audit proves that nobody changed it afterwards. Rows are written without a hash, in the transaction of what they
-- tell of; one instance at a time chains what has committed, in its own order, so that no writer ever waits for another.
--
-- Invariants:
--  A1 Each row of access_audit has either one row in access_audit_unchained or one in access_audit_link, from the moment it
--     is seen. The trigger writes the former with the row itself, so a row that commits late, or whose number is lower than
--     one that is chained, waits like any other; a number that was rolled back leaves nothing behind.
--  A2 A link and the end of the waiting are one transaction, under the advisory lock of the chain.
--  A3 Links and heads are written once.

alter table access_audit
    add column issuer       text,
    add column subject      text,
    add column roles        text,
    add column on_behalf_of text,
    add column session      text;

comment on column access_audit.address is 'a keyed hash: it can be compared, not read';

create index access_audit_recorded_at_idx on access_audit (recorded_at);
create index access_audit_action_idx on access_audit (action, audit_id);

-- Short: the chain takes a row away within seconds.
create table access_audit_unchained (
    audit_id bigint not null,
    constraint access_audit_unchained_pk primary key (audit_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

insert into access_audit_unchained (audit_id) select audit_id from access_audit;

create function access_audit_wait() returns trigger language plpgsql as $$
begin
    insert into access_audit_unchained (audit_id) values (new.audit_id);
    return null;
end
$$;

create trigger access_audit_waits after insert on access_audit
    for each row execute function access_audit_wait();

-- The order of the chain is sequence, within the day that the row tells of.
create table access_audit_link (
    stream        date        not null,
    sequence      bigint      not null,
    audit_id      bigint      not null,
    previous_hash bytea       not null,
    hash          bytea       not null,
    chained_at    timestamptz not null,
    constraint access_audit_link_pk primary key (stream, sequence),
    constraint access_audit_link_audit_id_unique unique (audit_id),
    constraint access_audit_link_sequence_check check (sequence >= 1),
    constraint access_audit_link_previous_hash_check check (octet_length(previous_hash) = 32),
    constraint access_audit_link_hash_check check (octet_length(hash) = 32)
);

create table access_audit_head (
    stream    date        not null,
    sequence  bigint      not null,
    hash      bytea       not null,
    kid       text collate "C" not null,
    signature bytea       not null,
    signed_at timestamptz not null,
    constraint access_audit_head_pk primary key (stream, sequence)
);

-- Where each stream stands; no evidence, only the end of what access_audit_link has.
create table access_audit_stream (
    stream          date   not null,
    sequence        bigint not null,
    hash            bytea  not null,
    signed_sequence bigint not null default 0,
    unsigned_since  timestamptz,
    constraint access_audit_stream_pk primary key (stream),
    constraint access_audit_stream_unsigned_since_check check ((unsigned_since is null) = (signed_sequence = sequence)),
    constraint access_audit_stream_signed_sequence_check check (signed_sequence between 0 and sequence)
) with (fillfactor = 50);

create trigger access_audit_link_append_only before update or delete on access_audit_link
    for each row execute function access_refuse_change();
create trigger access_audit_link_no_truncate before truncate on access_audit_link
    for each statement execute function access_refuse_change();
create trigger access_audit_head_append_only before update or delete on access_audit_head
    for each row execute function access_refuse_change();
create trigger access_audit_head_no_truncate before truncate on access_audit_head
    for each statement execute function access_refuse_change();

-- As V0020 has it; no customer has a row here. Whoever writes an audit row leaves it waiting, whatever scope he works in.
do $$
declare
    v_table text;
    v_system constant text := 'current_setting(''hub.scope'', true) = ''system''';
begin
    foreach v_table in array array['access_audit_unchained', 'access_audit_link', 'access_audit_head', 'access_audit_stream'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table, v_system,
            case when v_table = 'access_audit_unchained' then 'true' else v_system end);
    end loop;
end $$;
