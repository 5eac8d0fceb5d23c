-- Why: who did what, for ever; a row can be added and read, and nothing else.
create table access_audit (
    audit_id    bigint generated always as identity,
    caller_kind text             not null,
    caller      text collate "C" not null,
    action      text collate "C" not null,
    object      text collate "C" not null,
    before_hash text,
    after_hash  text,
    reason      text,
    address     text,
    trace_id    text,
    recorded_at timestamptz      not null,
    constraint access_audit_pkey primary key (audit_id)
);

create index access_audit_object_idx on access_audit (object, audit_id);
create index access_audit_caller_idx on access_audit (caller, audit_id);

create function access_refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger access_audit_append_only
    before update or delete on access_audit
    for each row execute function access_refuse_change();

create trigger access_audit_no_truncate
    before truncate on access_audit
    for each statement execute function access_refuse_change();
