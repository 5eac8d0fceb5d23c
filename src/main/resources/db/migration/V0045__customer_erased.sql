-- Why: a customer may be erased. What was personal becomes a pseudonym or goes; ledger, receipts and audit stay, they have ids
-- only. The tombstone knows the CRM's id by its keyed hash, so that the CRM telling the same customer again brings nothing back.
create table customer_erased (
    external_id_hash text collate "C" not null,
    customer_id      text collate "C" not null,
    erased_at        timestamptz not null,
    constraint customer_erased_pk primary key (external_id_hash),
    constraint customer_erased_customer_id_fk foreign key (customer_id) references customer_mirror (id),
    constraint customer_erased_external_id_hash_check check (external_id_hash ~ '^[0-9a-f]{32}$')
);

create index customer_erased_customer_id_idx on customer_erased (customer_id);

alter table customer_erased enable row level security;
alter table customer_erased force row level security;
create policy customer_erased_rows on customer_erased using (current_setting('hub.scope', true) = 'system')
    with check (current_setting('hub.scope', true) = 'system');

-- How many deliveries of these keys are not over: on their way, waiting, or dead and not decided.
create function lane_unfinished(p_keys text[]) returns bigint language sql stable as $$
    select count(*) from (select distinct k from unnest(p_keys) k) k
        join lane_event e on e.shard = lane_shard_of(k.k) and e.key = k.k
        join lane_target t on e.targets & t.bit <> 0 and t.state <> 'removed'
    where not exists (select from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id)
        or exists (select from lane_dead_letter l
            where l.target = t.id and l.event_id = e.id and l.state in ('open', 'replaying'))
$$;

-- Empties all documents of these keys, before their retention would; a key that is itself personal becomes the pseudonym. The
-- rows stay until their time, so that what comes twice is still known.
create function lane_forget(p_keys text[], p_personal text[], p_pseudonym text) returns int language plpgsql as $$
declare v_ids bigint[];
begin
    v_ids := array(select e.id from (select distinct k from unnest(p_keys) k) k
        join lane_event e on e.shard = lane_shard_of(k.k) and e.key = k.k order by e.id);
    update lane_dead_letter l set body = null, document = null, headers = null, message = null, stack = null,
        idempotency_key = null, key = case when l.key = any(p_personal) then p_pseudonym else l.key end
    where l.event_id = any(v_ids);
    update lane_attempt a set message = null where a.event_id = any(v_ids) and a.message is not null;
    update lane_event e set body = ''::bytea, headers = null,
        key = case when e.key = any(p_personal) then p_pseudonym else e.key end
    from (select distinct lane_shard_of(k) shard from unnest(p_keys) k) s
    where e.shard = s.shard and e.id = any(v_ids);
    return cardinality(v_ids);
end
$$;
