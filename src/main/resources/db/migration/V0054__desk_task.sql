-- Why: what finance must look at is decided over HTTP and not with SQL. What people did with a task is a row of its own that
-- nobody changes; the tasks stay as they were written.

alter table recharge_task
    -- Never written: what became of a task is below.
    drop constraint recharge_task_done_by_check,
    drop column done_by,
    drop column done_at;
create index recharge_task_made_at_id_idx on recharge_task (made_at, id);

-- A movement that is refused again is a task again; what was decided about it before is not decided about it now.
alter table books_task add column opening integer not null default 1;
create index books_task_made_at_id_idx on books_task (made_at, id);

create view recharge_v_task with (security_invoker = true) as
select t.id as task_id, t.kind, r.customer_id, t.recharge_id, t.gateway, t.account, t.payment_id, t.transfer_id, t.detail, t.made_at
from recharge_task t left join recharge_recharge r on r.id = t.recharge_id;

-- done_by: the ERP, when it has after all what it refused.
create view books_v_task with (security_invoker = true) as
select id as task_id, kind, transfer_id, code, message, opening, made_at, done_by, done_at from books_task;

create table desk_task_step (
    source   text collate "C" not null,
    task_id  bigint      not null,
    number   integer     not null,
    opening  integer     not null,
    verb     text collate "C" not null,
    staff_id text collate "C" not null,
    assignee text collate "C",
    reason   text        not null,
    made_at  timestamptz not null,
    constraint desk_task_step_pk primary key (source, task_id, number),
    constraint desk_task_step_source_check check (source in ('recharge', 'books')),
    constraint desk_task_step_number_check check (number >= 1 and opening >= 1),
    constraint desk_task_step_verb_check check (verb in ('assign', 'comment', 'done', 'dismissed')),
    constraint desk_task_step_assignee_check check ((verb = 'assign') = (assignee is not null)),
    constraint desk_task_step_reason_check check (length(reason) between 3 and 500)
);

-- Decided once.
create unique index desk_task_step_decision_unique on desk_task_step (source, task_id, opening)
    where verb in ('done', 'dismissed');

create function desk_refuse_task_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what people did with a task stays as it was written', tg_op, tg_table_name
        using errcode = 'DK002';
end $$;

create trigger desk_task_step_append_only before update or delete or truncate on desk_task_step
    for each statement execute function desk_refuse_task_change();

-- Every task of finance with what became of it.
create view desk_v_task with (security_invoker = true) as
select t.*, d.verb as decision, d.staff_id as decided_by, d.reason as decision_reason, d.made_at as decided_at,
    coalesce(d.verb, case when t.done_by is not null then 'done' else 'open' end) as state,
    (select a.assignee from desk_task_step a
        where a.source = t.source and a.task_id = t.task_id and a.verb = 'assign' order by a.number desc limit 1) as assignee,
    (select coalesce(max(s.number), 0) from desk_task_step s
        where s.source = t.source and s.task_id = t.task_id) as step_count
from (
    select 'recharge' collate "C" as source, r.task_id, r.kind, r.customer_id, r.recharge_id, r.gateway, r.account,
        r.payment_id, r.transfer_id, r.detail, null::text as message, 1 as opening, r.made_at, null::text as done_by,
        null::timestamptz as done_at
    from recharge_v_task r
    union all
    select 'books' collate "C", b.task_id, b.kind, m.customer_id, null, null, null, null, b.transfer_id, b.code, b.message,
        b.opening, b.made_at, b.done_by, b.done_at
    from books_v_task b left join ledger_v_movement m on m.transfer_id = b.transfer_id) t
    left join desk_task_step d on d.source = t.source and d.task_id = t.task_id and d.opening = t.opening
        and d.verb in ('done', 'dismissed');

-- As V0020 has it; no customer has a row here.
alter table desk_task_step enable row level security;
alter table desk_task_step force row level security;
create policy desk_task_step_rows on desk_task_step
    using (current_setting('hub.scope', true) = 'system') with check (current_setting('hub.scope', true) = 'system');

-- Finance's own. A role that was taken out meanwhile gets nothing.
insert into staff_role_permission (role_id, permission)
select r.id, p.permission
from (values ('finance', 'task.view'), ('management', 'task.view'), ('finance', 'task.close')) p(role_id, permission)
    join staff_role r on r.id = p.role_id
on conflict on constraint staff_role_permission_pk do nothing;
