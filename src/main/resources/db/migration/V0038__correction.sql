-- Why: a movement that was made by hand names the approval behind it, what it makes good, and the other side of a merge.

create table correction_transfer (
    transfer_id          text collate "C" not null,
    approval_id          text collate "C" not null,
    amount_minor         bigint      not null,
    refunded_transfer_id text collate "C",
    other_transfer_id    text collate "C",
    made_at              timestamptz not null,
    constraint correction_transfer_pk primary key (transfer_id),
    constraint correction_transfer_transfer_id_fk foreign key (transfer_id) references ledger_transfer (id),
    constraint correction_transfer_approval_id_fk foreign key (approval_id) references approval_request (id),
    constraint correction_transfer_refunded_transfer_id_fk foreign key (refunded_transfer_id) references ledger_transfer (id),
    -- Of a merge both sides name each other; the second one is written after the first.
    constraint correction_transfer_other_transfer_id_fk foreign key (other_transfer_id) references ledger_transfer (id),
    constraint correction_transfer_other_transfer_id_check check (other_transfer_id <> transfer_id),
    constraint correction_transfer_refunded_transfer_id_check check (refunded_transfer_id is null or amount_minor > 0)
);

-- What was given back of a payment.
create index correction_transfer_refunded_transfer_id_idx on correction_transfer (refunded_transfer_id)
    where refunded_transfer_id is not null;
create index correction_transfer_approval_id_idx on correction_transfer (approval_id);

create function correction_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what was made by hand stays written', tg_op, tg_table_name using errcode = 'CO001';
end $$;

create trigger correction_transfer_append_only before update or delete or truncate on correction_transfer
    for each statement execute function correction_refuse_change();

-- As V0020 has it; no customer has a row here.
alter table correction_transfer enable row level security;
alter table correction_transfer force row level security;
create policy correction_transfer_rows on correction_transfer
    using (current_setting('hub.scope', true) = 'system') with check (current_setting('hub.scope', true) = 'system');
