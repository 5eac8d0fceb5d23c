-- Texts that may name a person and had no end: what people wrote about dead letters, what the ERP said of a refusal, where a
-- browser was sent to pay. And an erasure that the CRM tells, of a customer who may never have been here.

-- People's words about a dead letter go with it: emptied when its customer is erased, deleted after it. Nothing else of them
-- ever changes.
drop trigger lane_dead_letter_action_append_only on lane_dead_letter_action;

create trigger lane_dead_letter_action_no_truncate before truncate on lane_dead_letter_action
    for each statement execute function lane_refuse_change();

create function lane_refuse_rewriting() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (select from lane_dead_letter l where l.id = old.dead_letter_id) then
            raise exception '% goes with its dead letter, not before', tg_table_name using errcode = 'LA002';
        end if;
        return old;
    end if;
    if row(new.id, new.dead_letter_id, new.verb, new.actor, new.second_actor, new.result, new.at)
            is distinct from row(old.id, old.dead_letter_id, old.verb, old.actor, old.second_actor, old.result, old.at)
        or new.reason not in ('', old.reason) or new.detail is distinct from old.detail and new.detail is not null then
        raise exception 'words in % are emptied, and nothing else of it changes', tg_table_name using errcode = 'LA002';
    end if;
    return new;
end $$;

create trigger lane_dead_letter_action_kept before update or delete on lane_dead_letter_action
    for each row execute function lane_refuse_rewriting();

-- What was left of letters that are gone already.
delete from lane_dead_letter_action a where not exists (select from lane_dead_letter l where l.id = a.dead_letter_id);

create index lane_dead_letter_closed_at_idx on lane_dead_letter (closed_at) where closed_at is not null;

-- The oldest decisions first; no retention is shorter than a day.
create function lane_drop_closed(p_n int) returns int language plpgsql as $$
declare v_ids bigint[];
begin
    v_ids := array(select id from lane_dead_letter
        where closed_at < now() - interval '1 day' and closed_at + retention < now() order by closed_at limit p_n);
    if cardinality(v_ids) = 0 then return 0; end if;
    delete from lane_dead_letter where id = any(v_ids);
    delete from lane_dead_letter_action where dead_letter_id = any(v_ids);
    return cardinality(v_ids);
end $$;

-- Deliveries that are not over: on their way, waiting, or dead and not decided. What is on its way in the lane p_feed does not
-- count: from there the CRM tells that somebody is to be erased, and what stands behind that word waits for it.
drop function lane_unfinished(text[]);

create function lane_unfinished(p_keys text[], p_feed text) returns bigint language sql stable as $$
    select count(*) from (select distinct k from unnest(p_keys) k) k
        join lane_event e on e.shard = lane_shard_of(k.k) and e.key = k.k
        join lane_target t on e.targets & t.bit <> 0 and t.state <> 'removed'
    where t.name <> p_feed
            and not exists (select from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id)
        or exists (select from lane_dead_letter l
            where l.target = t.id and l.event_id = e.id
                and (l.state = 'open' or l.state = 'replaying' and t.name <> p_feed))
$$;

-- Empties what is kept of these events, whatever became of them, and what people wrote about their dead letters.
create function lane_forget_events(p_ids bigint[], p_personal text[], p_pseudonym text) returns void language plpgsql as $$
declare v_letters bigint[];
begin
    v_letters := array(select l.id from lane_target t join lane_dead_letter l on l.target = t.id and l.event_id = any(p_ids));
    update lane_dead_letter l set body = null, document = null, headers = null, message = null, stack = null,
        idempotency_key = null, key = case when l.key = any(p_personal) then p_pseudonym else l.key end
    where l.id = any(v_letters);
    update lane_dead_letter_action a set reason = '', detail = null
    where a.dead_letter_id = any(v_letters) and (a.reason <> '' or a.detail is not null);
    update lane_attempt a set message = null where a.event_id = any(p_ids) and a.message is not null;
    update lane_event e set body = ''::bytea, headers = null,
        key = case when e.key = any(p_personal) then p_pseudonym else e.key end
    from generate_series(0, 31) s
    where e.shard = s and e.id = any(p_ids);
end $$;

-- Only what is over: a delivery on its way still needs its document and its place.
create or replace function lane_forget(p_keys text[], p_personal text[], p_pseudonym text) returns int language plpgsql as $$
declare v_ids bigint[];
begin
    v_ids := array(select e.id from (select distinct k from unnest(p_keys) k) k
        join lane_event e on e.shard = lane_shard_of(k.k) and e.key = k.k
        where not exists (select from lane_target t
            where e.targets & t.bit <> 0 and t.state <> 'removed'
                and not exists (select from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id))
        order by e.id);
    perform lane_forget_events(v_ids, p_personal, p_pseudonym);
    return cardinality(v_ids);
end $$;

-- What the ERP said of a customer's refused entries; a task's number of the ERP stays.
drop trigger books_refusal_append_only on books_refusal;

create trigger books_refusal_no_removal before delete or truncate on books_refusal
    for each statement execute function books_refuse_change();

create function books_refuse_rewriting() returns trigger language plpgsql as $$
begin
    if row(new.transfer_id, new.reversal_id, new.delivery_id, new.code, new.settled_at)
            is distinct from row(old.transfer_id, old.reversal_id, old.delivery_id, old.code, old.settled_at)
        or new.message is not null then
        raise exception 'the words of % are emptied, and nothing else of it changes', tg_table_name using errcode = 'BK002';
    end if;
    return new;
end $$;

create trigger books_refusal_kept before update on books_refusal
    for each row execute function books_refuse_rewriting();

create function books_empty_refusals(p_wallet text) returns void language sql as $$
    update books_refusal r set message = null
    where r.message is not null and exists (
        select from ledger_transfer t where t.id = r.transfer_id and t.wallet_id = p_wallet);
    update books_task k set message = null
    where k.kind = 'REFUSED_BY_ERP' and k.message is not null and exists (
        select from ledger_transfer t where t.id = k.transfer_id and t.wallet_id = p_wallet)
$$;

-- A finding's text: an amount of a customer, for a reference. A reference that is not ours is a word of the ERP.
create function books_text_of(p_text text, p_customer text, p_pseudonym text) returns text language sql immutable as $$
    select case when position(' of ' || p_customer || ' ' in p_text || ' ') = 0 then p_text
        else split_part(p_text, ' of ', 1) || ' of ' || p_pseudonym || coalesce(substring(p_text from ' for [a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$'), '')
    end
$$;

-- Where the browser was sent to pay and where it came from is of no use once the payment is over; a link that is paid is no
-- secret, but it opens a page with a name on it.
create index recharge_recharge_return_url_idx on recharge_recharge (created_at) where return_url <> '';

-- Told of somebody who never came: what comes late of them must not come back either.
alter table customer_erased alter column customer_id drop not null;
