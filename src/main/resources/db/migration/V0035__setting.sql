-- Why: rules of the business change while the hub runs, by people; who changed what, when and why stays, every version of it.

create table setting_version (
    group_name text collate "C" not null,
    version    bigint      not null,
    content    text        not null,
    changed_by text collate "C" not null,
    reason     text        not null,
    changed_at timestamptz not null,
    constraint setting_version_pk primary key (group_name, version),
    constraint setting_version_group_name_check check (group_name ~ '^[a-z][a-z0-9-]{1,39}$'),
    constraint setting_version_version_check check (version >= 1),
    constraint setting_version_content_check check (length(content) between 2 and 65536),
    constraint setting_version_reason_check check (length(reason) between 1 and 500)
);

comment on column setting_version.content is 'JSON in its canonical form, amounts as text; the highest version of a group is in force';

create function setting_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: a version of a setting stays as it was written', tg_op, tg_table_name
        using errcode = 'ST001';
end $$;

create trigger setting_version_append_only before update or delete or truncate on setting_version
    for each statement execute function setting_refuse_change();

-- As V0020 has it; no customer has a row here.
alter table setting_version enable row level security;
alter table setting_version force row level security;
create policy setting_version_rows on setting_version
    using (current_setting('hub.scope', true) = 'system') with check (current_setting('hub.scope', true) = 'system');
