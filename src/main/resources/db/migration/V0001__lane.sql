-- Why: everything that crosses a boundary goes through a lane, a durable queue for one key toward one target.
--
-- Shape: an append-only log. One lane_event row per business event and ordering key, its subscribers as bits; one
-- lane_done row per settled delivery, which is the history and the mark "settled" at once. Rows in lane_hold and
-- lane_held exist only for keys in trouble. Nothing in the life of a healthy delivery is updated or deleted.
--
-- Invariants, each broken once while this was measured:
--  I1 Key lock, then xid, then id, in one transaction and never in another order.
--  I2 The sequence has cache 1, and ids come from it alone.
--  I3 A shard's floor never passes an id that a running transaction may still commit. The mark is last_value read first
--     and an own xid taken second; ids up to it are decided once the snapshot's xmin has reached that xid.
--  I4 Every settle and claim of a shard holds the row lock of its lane_shard row, and only statements after that lock
--     decide anything. READ COMMITTED; the settle of deliveries never joins a business transaction.
--  I5 Settle compares the epoch, not the clock. SQLSTATE LA001: the lease is lost, all in-flight state of the shard with it.
--  I6 The primary key of lane_done is "settled exactly once"; a violation is a bug, never ignored.
--  I7 A key on hold has no fresh items handed out: they step aside into lane_held, once, in id order, and leave from its head.

create sequence lane_event_id cache 1;
select nextval('lane_event_id');        -- so that last_value means "drawn" from the first call on

create table lane_target (
  id smallint primary key constraint lane_target_id_check check (id between 1 and 31),
  name text collate "C" not null constraint lane_target_name_unique unique,
  bit int not null generated always as (1 << (id - 1)) stored,
  state text not null default 'open' constraint lane_target_state_check check (state in ('open', 'paused', 'outage', 'removed')),
  reason text,
  since timestamptz not null default now(),
  probe_at timestamptz not null default 'infinity',  -- in an outage: when the next probe may be claimed by an instance
  probe_ok_count int not null default 0);

create table lane_event (
  shard smallint not null,              -- hash of the key; the unit of ownership, never visible outside
  id bigint not null,
  targets int not null,                 -- subscribers as bits, fixed at enqueue
  key text collate "C" not null,
  kind text collate "C" not null,       -- the event's type, or 'letter'
  idem text collate "C" not null,       -- one event, once; a target's own key is derived from it by its mapping
  mapping text collate "C",             -- letters name theirs; for events the subscriber's mapping in force is found at delivery
  body bytea not null,                  -- raw bytes; AES-GCM when kid is set; emptied when its retention is over
  headers text,                         -- JSON object of the letter's allow-listed headers
  correlation_id text,
  traceparent text,
  kid text,                             -- the key that encrypted the body
  at timestamptz not null default now(),
  primary key (shard, id),              -- claim's only access path: in order, from the floor
  constraint lane_event_key_check check (length(key) between 1 and 512 and length(idem) between 1 and 1024));
create unique index lane_event_idem_unique on lane_event (idem);

create table lane_done (
  target smallint not null, shard smallint not null, id bigint not null,
  outcome "char" not null constraint lane_done_outcome_check check (outcome in ('S', 'D', 'F')),  -- success, discard, fatal
  attempts int not null default 1,
  code text, mapping text, mapping_version int, foreign_id text, foreign_number text,
  at timestamptz not null default clock_timestamp(),
  primary key (target, shard, id));

-- Only keys in trouble have rows here: retry delay, unknown outcome, hold, parked, or so hot that they must take turns.
create table lane_hold (
  target smallint not null, shard smallint not null, key text collate "C" not null,
  next_at timestamptz not null,         -- 'infinity' = parked
  reason text not null, code text,
  since timestamptz not null default clock_timestamp(),
  primary key (target, key));
create index lane_hold_due_idx on lane_hold (target, shard, next_at);

create table lane_held (
  target smallint not null, shard smallint not null, id bigint not null, key text collate "C" not null,
  attempts int not null default 0,      -- spent; waiting for an outage or a date spends none
  unknown boolean not null default false,  -- the last attempt may have happened: look up before anything is sent
  parked boolean not null default false,
  first_failed_at timestamptz,          -- of the first spent attempt: the maximum age counts from here
  mapping text, mapping_version int, idempotency_key text,
  document bytea,                       -- frozen: the bytes that every retry sends; AES-GCM when kid is set
  kid text,
  body bytea,                           -- an edited original, for this delivery only
  primary key (target, shard, id));
create index lane_held_key_idx on lane_held (target, key, id);  -- not led by (target, shard): probes by id would walk the shard

-- Attempts that did not end in success; a success is its lane_done row only, so the good path pays nothing for this.
create table lane_attempt (
  target smallint not null, event_id bigint not null, at timestamptz not null default clock_timestamp(),
  outcome text not null, code text, message text, duration_ms int, mapping text, mapping_version int);
create index lane_attempt_event_idx on lane_attempt (event_id, target);

create table lane_shard (
  target smallint not null, shard smallint not null,
  floor bigint not null default 0,      -- every event with id <= floor is done or held for this target, and none can still commit
  mark_id bigint not null default 0, mark_xid xid8 not null default '0', safe bigint not null default 0,
  epoch bigint not null default 0,      -- the fence: grows with each change of owner
  owner text, lease_until timestamptz not null default '-infinity',
  primary key (target, shard))
  with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);  -- one HOT update per batch

-- Which instances serve a target, so that each takes its fair share of the shards.
create table lane_worker (
  target smallint not null, owner text collate "C" not null, seen_until timestamptz not null, primary key (target, owner));

create table lane_dead_letter (
  id bigint generated always as identity primary key,
  target smallint not null, shard smallint not null, event_id bigint not null,
  key text collate "C" not null, kind text not null, idem text not null,
  body bytea, headers text,             -- body is null for a document that carries a secret
  document bytea, mapping text, mapping_version int, idempotency_key text,
  class text not null,                  -- the outcome that killed it: fatal, retry (attempts exhausted), unknown
  unknown boolean not null default false,
  code text not null, message text, stack text constraint lane_dead_letter_stack_check check (octet_length(stack) <= 16384),
  correlation_id text, traceparent text,
  owner text not null, runbook text not null, on_poison text not null,
  state text not null default 'open' constraint lane_dead_letter_state_check check (state in ('open', 'replaying', 'healed', 'discarded')),
  assignee text,
  event_at timestamptz not null, at timestamptz not null default clock_timestamp(), closed_at timestamptz,
  retention interval not null,
  constraint lane_dead_letter_target_event_id_unique unique (target, event_id));
create index lane_dead_letter_open_idx on lane_dead_letter (target, at) where state in ('open', 'replaying');

create table lane_dead_letter_action (
  id bigint generated always as identity primary key,
  dead_letter_id bigint not null, verb text not null, actor text not null, second_actor text,
  reason text not null, detail text, result text not null,
  at timestamptz not null default clock_timestamp(),
  constraint lane_dead_letter_action_second_actor_check check (second_actor <> actor));
create index lane_dead_letter_action_dead_letter_id_idx on lane_dead_letter_action (dead_letter_id, id);

create function lane_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'LA002';
end $$;
create trigger lane_dead_letter_action_append_only before update or delete or truncate on lane_dead_letter_action
  for each statement execute function lane_refuse_change();

-- How far each shard's bodies are emptied already.
create table lane_erased (shard smallint primary key, id bigint not null default 0);
insert into lane_erased (shard) select generate_series(0, 31);

create type lane_item as (
  id bigint, key text, kind text, idem text, mapping text, body bytea, headers text, correlation_id text, traceparent text,
  kid text, at timestamptz, attempts int, unknown boolean, first_failed_at timestamptz,
  frozen_mapping text, frozen_version int, frozen_idempotency_key text, frozen_document bytea, frozen_kid text);
create type lane_claim as (id bigint, key text);

create function lane_shard_of(p_key text) returns smallint language sql immutable parallel safe as
$$ select (hashtextextended(p_key, 42) & 31)::smallint $$;      -- 32 shards: change only with every lane drained

-- A new target starts behind everything drawn so far: no event can carry its bit before this commits.
create function lane_target_add(p_name text) returns smallint language plpgsql as $$
declare v_id smallint; v_last bigint;
begin
  lock table lane_target in share row exclusive mode;
  select id into v_id from lane_target where name = p_name;
  if v_id is not null then return v_id; end if;
  select last_value into v_last from lane_event_id;
  insert into lane_target (id, name) select coalesce(max(id), 0) + 1, p_name from lane_target returning id into v_id;
  insert into lane_shard (target, shard, floor, safe) select v_id, s, v_last, v_last from generate_series(0, 31) s;
  return v_id;
end $$;

-- Set-based; n = 1 is a batch of one. Key locks in hash order, so that two batches cannot deadlock; then the xid; only
-- then the ids, drawn over rows in the order given, or two events of one key would swap.
-- What comes back is new; the rest are duplicates, to be acknowledged.
create function lane_enqueue_batch(p_keys text[], p_kinds text[], p_targets int[], p_idems text[], p_mappings text[],
  p_bodies bytea[], p_headers text[], p_correlation_ids text[], p_traceparents text[], p_kids text[])
returns setof text language plpgsql as $$
begin
  perform pg_advisory_xact_lock(h) from (select distinct hashtextextended(k, 42) h from unnest(p_keys) k order by 1) l;
  perform pg_current_xact_id();
  return query
  insert into lane_event (shard, id, targets, key, kind, idem, mapping, body, headers, correlation_id, traceparent, kid)
    select lane_shard_of(u.k), nextval('lane_event_id'), u.t, u.k, u.kd, u.i, u.m, u.b, u.hd, u.c, u.tp, u.kid
    from (select * from unnest(p_keys, p_kinds, p_targets, p_idems, p_mappings, p_bodies, p_headers, p_correlation_ids,
            p_traceparents, p_kids) with ordinality x(k, kd, t, i, m, b, hd, c, tp, kid, o) order by o) u
    on conflict (idem) do nothing returning idem;
end $$;

create function lane_enqueue(p_key text, p_kind text, p_targets int, p_idem text, p_mapping text, p_body bytea, p_headers text,
  p_correlation_id text, p_traceparent text, p_kid text) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_key, 42)), pg_current_xact_id();
  insert into lane_event (shard, id, targets, key, kind, idem, mapping, body, headers, correlation_id, traceparent, kid)
    values (lane_shard_of(p_key), nextval('lane_event_id'), p_targets, p_key, p_kind, p_idem, p_mapping, p_body, p_headers,
      p_correlation_id, p_traceparent, p_kid)
    on conflict (idem) do nothing;
  return found;
end $$;

-- An instance says that it serves a target; answers how many shards are its fair share.
create function lane_share(p_target int, p_owner text, p_seconds float8) returns int language plpgsql as $$
declare v_live int;
begin
  insert into lane_worker (target, owner, seen_until)
    values (p_target, p_owner, clock_timestamp() + make_interval(secs => p_seconds))
    on conflict (target, owner) do update set seen_until = excluded.seen_until;
  delete from lane_worker where ctid = any(array(
    select ctid from lane_worker where target = p_target and seen_until < clock_timestamp() for update skip locked));
  select count(*) into v_live from lane_worker where target = p_target and seen_until >= clock_timestamp();
  return ceil(32.0 / greatest(v_live, 1));
end $$;

-- Free shards of a target, at most so many.
create function lane_lease(p_target int, p_owner text, p_seconds float8, p_max int)
returns table (o_shard smallint, o_epoch bigint) language sql as $$
  with c as (select shard from lane_shard where target = p_target and lease_until < clock_timestamp()
             order by lease_until, shard limit p_max for update skip locked)
  update lane_shard s set owner = p_owner, epoch = s.epoch + 1, lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  from c where s.target = p_target and s.shard = c.shard returning s.shard, s.epoch $$;

-- Keeps idle shards; busy ones are renewed by lane_work. A shard that does not come back is lost.
create function lane_renew(p_target int, p_shards int[], p_epochs bigint[], p_seconds float8) returns setof smallint language sql as $$
  with c as (select s.shard from lane_shard s join unnest(p_shards, p_epochs) u(sh, ep) on s.shard = u.sh and s.epoch = u.ep
             where s.target = p_target order by s.shard for update of s)
  update lane_shard s set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  from c where s.target = p_target and s.shard = c.shard returning s.shard $$;

create function lane_release(p_target int, p_shard int, p_epoch bigint) returns boolean language plpgsql as $$
begin
  update lane_shard set lease_until = '-infinity', owner = null where target = p_target and shard = p_shard and epoch = p_epoch;
  return found;
end $$;

-- Read-only: which of my shards have work, and how far each floor lags. No xid, no WAL, so an idle poll is cheap.
create function lane_due(p_target int, p_shards int[]) returns table (o_shard smallint, o_ready boolean, o_lag bigint)
  language plpgsql stable set enable_bitmapscan = off set enable_seqscan = off set enable_sort = off
  set enable_hashjoin = off set plan_cache_mode = force_generic_plan as $$
declare t lane_target; v_last bigint;
begin
  select * into t from lane_target where id = p_target;
  if t.state <> 'open' then return; end if;          -- a paused target costs one row, whatever its backlog
  select last_value into v_last from lane_event_id;
  return query select s.shard,
      (select h.target from lane_hold h where h.target = p_target and h.shard = s.shard and h.next_at <= clock_timestamp() limit 1) is not null
      or (select e.id from lane_event e where e.shard = s.shard and e.id > s.floor and e.targets & t.bit <> 0
        and (select d.id from lane_done d where d.target = p_target and d.shard = e.shard and d.id = e.id) is null
        and (select h.id from lane_held h where h.target = p_target and h.shard = e.shard and h.id = e.id) is null
        order by e.shard, e.id limit 1) is not null,
      v_last - s.floor
    from lane_shard s where s.target = p_target and s.shard = any(p_shards);
end $$;

-- One round trip of an owner: settle what is finished, claim the next.
--  p_outcomes: S success, D discard, F fatal whose key goes on. p_erase: settled ids whose body carried a secret.
--  p_failures: JSON array of {id, key, outcome, delay, spent, unknown, parked, reason, code, message, duration, mapping,
--    version, idempotencyKey, document (base64), kid}; the items of such a key behind it are forgotten by the caller and
--    handed out again after it. parked: the key waits for a person; otherwise it waits for delay seconds.
--  p_inflight: claimed before and not finished yet. p_trial: one delivery may try a target that is in an outage.
-- What comes back may hold several items of one key: run them one after another.
create function lane_work(p_target int, p_shard int, p_epoch bigint, p_seconds float8,
  p_ids bigint[], p_keys text[], p_outcomes text[], p_codes text[], p_foreign_ids text[], p_foreign_numbers text[],
  p_mappings text[], p_versions int[], p_erase bigint[], p_failures jsonb, p_inflight bigint[], p_n int, p_trial boolean)
returns setof lane_item language plpgsql
  set enable_bitmapscan = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  s lane_shard; t lane_target; v lane_claim[]; w bigint[]; v_out bigint[];
  v_safe bigint; v_floor bigint; v_mark bigint; v_xid xid8; l_id bigint; l_xid xid8;
  v_holds boolean; v_cap int := greatest(5, p_n / 4); v_lim int := p_n + cardinality(p_inflight);
  bad text[] := '{}'; touched text[]; n_div int; v_last bigint;
begin
  -- 0. A mark for the horizon: the ids drawn so far, then an xid of our own, greater than the xid of everyone who drew
  --    one (enqueue takes its xid before its id). pg_snapshot_xmax() will not do: it is the last COMPLETED xid + 1.
  if pg_current_xact_id_if_assigned() is null then
    select last_value into l_id from lane_event_id;
    l_xid := pg_current_xact_id();
  end if;
  -- 1. The fence. The row lock makes every settle and claim of this shard serial; each later statement of this function
  --    has a newer snapshot than the lock (one statement doing both would decide on rows it cannot see).
  select * into s from lane_shard where target = p_target and shard = p_shard for update;
  if s.epoch is distinct from p_epoch then
    raise exception 'lease of shard % of target % is lost', p_shard, p_target using errcode = 'LA001';
  end if;
  select * into t from lane_target where id = p_target;
  v_holds := exists (select 1 from lane_hold where target = p_target and shard = p_shard);

  -- 2. Settle.
  if cardinality(p_ids) > 0 then
    insert into lane_done (target, shard, id, outcome, attempts, code, mapping, mapping_version, foreign_id, foreign_number)
      select p_target, p_shard, u.i, u.o::"char",
        case when v_holds then 1 + coalesce((select attempts from lane_held h
          where h.target = p_target and h.shard = p_shard and h.id = u.i), 0) else 1 end, u.c, u.m, u.mv, u.f, u.fn
      from unnest(p_ids, p_outcomes, p_codes, p_foreign_ids, p_foreign_numbers, p_mappings, p_versions) u(i, o, c, f, fn, m, mv);
    if cardinality(p_erase) > 0 then
      update lane_event set body = ''::bytea where shard = p_shard and id = any(p_erase);
    end if;
  end if;
  if p_failures is not null then
    select coalesce(array_agg(f.key), '{}') into bad from jsonb_to_recordset(p_failures) f(key text);
    insert into lane_attempt (target, event_id, outcome, code, message, duration_ms, mapping, mapping_version)
      select p_target, f.id, f.outcome, f.code, f.message, f.duration, f.mapping, f.version
      from jsonb_to_recordset(p_failures) f(id bigint, outcome text, code text, message text, duration int, mapping text, version int);
    -- What is frozen stays: the bytes of the first attempt that did not end cleanly, with their mapping version and key.
    insert into lane_held (target, shard, id, key, attempts, unknown, parked, first_failed_at, mapping, mapping_version,
        idempotency_key, document, kid)
      select p_target, p_shard, f.id, f.key, f.spent, f.unknown, f.parked, case when f.spent > 0 then clock_timestamp() end,
        f.mapping, f.version, f."idempotencyKey", decode(f.document, 'base64'), f.kid
      from jsonb_to_recordset(p_failures) f(id bigint, key text, spent int, unknown boolean, parked boolean, mapping text,
        version int, "idempotencyKey" text, document text, kid text)
      on conflict (target, shard, id) do update set attempts = lane_held.attempts + excluded.attempts,
        unknown = excluded.unknown, parked = excluded.parked,
        first_failed_at = coalesce(lane_held.first_failed_at, excluded.first_failed_at),
        mapping = case when lane_held.document is null then excluded.mapping else lane_held.mapping end,
        mapping_version = case when lane_held.document is null then excluded.mapping_version else lane_held.mapping_version end,
        idempotency_key = coalesce(lane_held.idempotency_key, excluded.idempotency_key),
        kid = case when lane_held.document is null then excluded.kid else lane_held.kid end,
        document = coalesce(lane_held.document, excluded.document);
    insert into lane_hold (target, shard, key, next_at, reason, code)
      select p_target, p_shard, f.key,
        case when f.parked then 'infinity' else clock_timestamp() + make_interval(secs => f.delay) end, f.reason, f.code
      from jsonb_to_recordset(p_failures) f(key text, delay float8, parked boolean, reason text, code text)
      on conflict (target, key) do update set next_at = excluded.next_at, reason = excluded.reason, code = excluded.code,
        since = excluded.since;
  end if;
  if v_holds and cardinality(p_keys) > 0 then  -- by primary key only: naming the shard lets the planner walk every parked key of it
    touched := array(select k from (select distinct k from unnest(p_keys) k) u
                     where (select h.shard from lane_hold h where h.target = p_target and h.key = u.k) is not null);
    if cardinality(touched) > 0 then
      delete from lane_held where target = p_target and shard = p_shard and id = any(p_ids);
      update lane_dead_letter set state = 'healed', closed_at = clock_timestamp()
        where target = p_target and event_id = any(p_ids) and state in ('open', 'replaying');
      -- A key with nothing left is back to normal; any other goes to the end of the queue of due keys, or stays parked
      -- when its new head is.
      delete from lane_hold h where h.target = p_target and h.key = any(touched)
        and (select x.id from lane_held x where x.target = p_target and x.key = h.key limit 1) is null;
      update lane_hold h set
          next_at = case when x.parked then 'infinity' else clock_timestamp() end,
          reason = case when x.parked then 'parked' else 'turn' end
        from (select k.key, (select y.parked from lane_held y where y.target = p_target and y.key = k.key
                             order by y.target, y.key, y.id limit 1) parked from unnest(touched) k(key)) x
        where h.target = p_target and h.key = x.key and h.key <> all(bad);
    end if;
  end if;
  v_holds := v_holds or cardinality(bad) > 0;

  -- 3. The horizon: an id may be passed only when no running transaction can still commit it: when every xid below the
  --    mark's is finished, every id up to the mark is decided. A long transaction delays only the floor (a longer window
  --    to step over), never a delivery.
  v_safe := s.safe; v_mark := s.mark_id; v_xid := s.mark_xid;
  if s.mark_xid <= pg_snapshot_xmin(pg_current_snapshot()) then
    v_safe := greatest(s.safe, s.mark_id);
    if l_id is not null then v_mark := l_id; v_xid := l_xid; end if;
  end if;

  -- 4. Claim. Scalar sub-selects instead of NOT EXISTS: always an index probe, never a hash of the whole history.
  v_floor := s.floor;
  if p_n > 0 and (t.state = 'open' or (p_trial and t.state = 'outage')) then
    for i in 1..10 loop
      select array_agg(x.c) into v from (
        select row(e.id, e.key)::lane_claim c from lane_event e
        where e.shard = p_shard and e.id > v_floor and e.targets & t.bit <> 0
          and (select d.id from lane_done d where d.target = p_target and d.shard = p_shard and d.id = e.id) is null
          and (select h.id from lane_held h where h.target = p_target and h.shard = p_shard and h.id = e.id) is null
        order by e.shard, e.id limit v_lim) x;
      exit when v is null;
      if v_holds then v_lim := greatest(v_lim, 500); end if;
      if cardinality(v) >= v_cap then     -- a hot key takes turns like a delayed one, so that its neighbours do not wait
        insert into lane_hold (target, shard, key, next_at, reason)
          select p_target, p_shard, key, clock_timestamp(), 'turn' from unnest(v)
          where id <> all(p_inflight) group by key having count(*) > v_cap on conflict do nothing;
        if found then v_holds := true; v_lim := greatest(v_lim, 500); end if;
      end if;
      n_div := 0;
      if v_holds then                     -- followers of a held key step aside once; later claims never meet them again
        insert into lane_held (target, shard, id, key) select p_target, p_shard, x.id, x.key from unnest(v) x
          where x.id <> all(p_inflight)
            and (select h.shard from lane_hold h where h.target = p_target and h.key = x.key) is not null;
        get diagnostics n_div = row_count;
        if n_div > 0 then
          v_last := v[cardinality(v)].id;
          select array_agg(x::lane_claim order by x.id) into v from unnest(v) x
            where (select h.id from lane_held h where h.target = p_target and h.shard = p_shard and h.id = x.id) is null;
          if v is null then v_floor := greatest(v_floor, least(v_safe, v_last)); end if;
        end if;
      end if;
      exit when v is not null or n_div = 0;
    end loop;
    if v is null then
      if n_div is null or n_div = 0 then v_floor := greatest(v_floor, v_safe); end if;
    else
      v_floor := greatest(v_floor, least(v_safe, v[1].id - 1));
    end if;
    if v_holds then    -- due keys, each its oldest rows before a parked one: half of the batch, and whatever the fresh ones leave
      n_div := greatest((p_n + 1) / 2, p_n - coalesce((select count(*) from unnest(v) x where x.id <> all(p_inflight)), 0));
      select array_agg(x.id) into w from (
        select h.id from
          (select key, count(*) over () c from (select key from lane_hold where target = p_target and shard = p_shard
             and next_at <= clock_timestamp() order by next_at limit n_div) k) k,
          lateral (select y.id from lane_held y where y.target = p_target and y.key = k.key and y.id <> all(p_inflight)
             and (select p.id from lane_held p where p.target = p_target and p.key = k.key and p.parked and p.id <= y.id limit 1) is null
             order by y.target, y.key, y.id limit greatest(v_cap, n_div / k.c)) h
        limit n_div) x;
    end if;
  end if;

  update lane_shard set floor = v_floor, safe = v_safe, mark_id = v_mark, mark_xid = v_xid,
    lease_until = clock_timestamp() + make_interval(secs => p_seconds) where target = p_target and shard = p_shard;
  v_out := coalesce(w, '{}') || array(select x.id from unnest(v) x where x.id <> all(p_inflight)
    order by x.id limit greatest(0, p_n - coalesce(cardinality(w), 0)));
  return query
    select e.id, e.key, e.kind, e.idem, e.mapping, coalesce(h.body, e.body), e.headers, e.correlation_id, e.traceparent,
      e.kid, e.at, coalesce(h.attempts, 0), coalesce(h.unknown, false), h.first_failed_at,
      h.mapping, h.mapping_version, h.idempotency_key, h.document, h.kid
    from unnest(v_out) o(id)
      join lane_event e on e.shard = p_shard and e.id = o.id
      left join lane_held h on h.target = p_target and h.shard = p_shard and h.id = o.id
    order by e.id;
end $$;

-- Operators: a waiting or parked key goes on from its head. Takes the shard's row lock, so it cannot cross a settle.
create function lane_unpark(p_target int, p_key text) returns boolean language plpgsql as $$
begin
  perform 1 from lane_shard where target = p_target and shard = lane_shard_of(p_key) for update;
  update lane_held set parked = false where target = p_target and id = (
    select x.id from lane_held x where x.target = p_target and x.key = p_key order by x.id limit 1);
  update lane_hold set next_at = clock_timestamp(), reason = 'unparked' where target = p_target and key = p_key;
  return found;
end $$;

-- Keeps everything that is needed to bring a delivery back to life; in the transaction that parks or settles it.
create function lane_bury(p_target int, p_shard int, p_id bigint, p_class text, p_unknown boolean, p_code text, p_message text,
  p_stack text, p_owner text, p_runbook text, p_on_poison text, p_retention_days int, p_document bytea, p_mapping text,
  p_version int, p_idempotency_key text) returns bigint language sql as $$
  insert into lane_dead_letter as d (target, shard, event_id, key, kind, idem, body, headers, document, mapping, mapping_version,
      idempotency_key, class, unknown, code, message, stack, correlation_id, traceparent, owner, runbook, on_poison, event_at,
      retention)
    select p_target, p_shard, e.id, e.key, e.kind, e.idem, case when e.kid is null then coalesce(h.body, e.body) end, e.headers,
      p_document, p_mapping, p_version, p_idempotency_key, p_class, p_unknown, p_code, p_message, p_stack, e.correlation_id,
      e.traceparent, p_owner, p_runbook, p_on_poison, e.at, make_interval(days => p_retention_days)
    from lane_event e left join lane_held h on h.target = p_target and h.shard = e.shard and h.id = e.id
    where e.shard = p_shard and e.id = p_id
    on conflict (target, event_id) do update set body = excluded.body, document = excluded.document, mapping = excluded.mapping,
      mapping_version = excluded.mapping_version, idempotency_key = excluded.idempotency_key, class = excluded.class,
      unknown = excluded.unknown, code = excluded.code, message = excluded.message, stack = excluded.stack,
      state = 'open', at = clock_timestamp(), closed_at = null
    returning d.id $$;

-- Back to the head of its key, with fresh attempts. 'gone' when its retention is over.
create function lane_replay(p_dead_letter bigint, p_body bytea, p_document bytea, p_remap boolean, p_force boolean)
returns text language plpgsql as $$
declare d lane_dead_letter; v_done "char";
begin
  select * into d from lane_dead_letter where id = p_dead_letter;
  perform 1 from lane_shard where target = d.target and shard = d.shard for update;
  select * into d from lane_dead_letter where id = p_dead_letter for update;
  if d.state = 'replaying' then return 'replaying'; end if;
  if d.state = 'discarded' then return 'discarded'; end if;
  select outcome into v_done from lane_done where target = d.target and shard = d.shard and id = d.event_id;
  if d.state = 'healed' or v_done in ('S', 'D') then return 'healed'; end if;
  if p_remap and d.unknown then return 'unknown'; end if;
  perform 1 from lane_event where shard = d.shard and id = d.event_id and (v_done is null or kid is null);
  if not found then return 'gone'; end if;
  if not p_force and exists (select 1 from lane_event e join lane_done n
      on n.target = d.target and n.shard = e.shard and n.id = e.id and n.outcome = 'S'
      where e.shard = d.shard and e.id > d.event_id and e.key = d.key) then
    return 'overtaken';
  end if;
  delete from lane_done where target = d.target and shard = d.shard and id = d.event_id and outcome = 'F';
  insert into lane_held as h (target, shard, id, key, unknown, mapping, mapping_version, idempotency_key, document, body)
    select d.target, d.shard, d.event_id, d.key, d.unknown,
      case when not p_remap then d.mapping end, case when not p_remap then d.mapping_version end,
      case when not p_remap then d.idempotency_key end, case when not p_remap then coalesce(p_document, d.document) end, p_body
    on conflict (target, shard, id) do update set attempts = 0, parked = false, first_failed_at = null,
      mapping = case when not p_remap then h.mapping end, mapping_version = case when not p_remap then h.mapping_version end,
      idempotency_key = case when not p_remap then h.idempotency_key end,
      kid = case when not p_remap and p_document is null then h.kid end,
      document = case when not p_remap then coalesce(p_document, h.document) end,
      body = coalesce(p_body, h.body);
  insert into lane_hold (target, shard, key, next_at, reason) values (d.target, d.shard, d.key, clock_timestamp(), 'replay')
    on conflict (target, key) do update set next_at = excluded.next_at, reason = excluded.reason, since = excluded.since;
  update lane_dead_letter set state = 'replaying' where id = d.id;
  return 'replaying now';
end $$;

-- Gives up a delivery for a recorded reason; its key goes on.
create function lane_discard(p_dead_letter bigint, p_code text) returns text language plpgsql as $$
declare d lane_dead_letter;
begin
  select * into d from lane_dead_letter where id = p_dead_letter;
  perform 1 from lane_shard where target = d.target and shard = d.shard for update;
  select * into d from lane_dead_letter where id = p_dead_letter for update;
  if d.state <> 'open' then return d.state; end if;
  insert into lane_done (target, shard, id, outcome, attempts, code, mapping, mapping_version)
    select d.target, d.shard, h.id, 'D', h.attempts, p_code, h.mapping, h.mapping_version
    from lane_held h where h.target = d.target and h.shard = d.shard and h.id = d.event_id and h.parked;
  update lane_event set body = ''::bytea where shard = d.shard and id = d.event_id and kid is not null;
  delete from lane_held where target = d.target and shard = d.shard and id = d.event_id;
  delete from lane_hold h where h.target = d.target and h.key = d.key
    and not exists (select 1 from lane_held x where x.target = d.target and x.key = d.key);
  update lane_hold h set
      next_at = case when (select x.parked from lane_held x where x.target = d.target and x.key = d.key order by x.id limit 1)
                then 'infinity' else clock_timestamp() end, reason = 'turn'
    where h.target = d.target and h.key = d.key and h.next_at = 'infinity';
  update lane_dead_letter set state = 'discarded', closed_at = clock_timestamp() where id = d.id;
  return 'discarded now';
end $$;

-- Retention of one shard, a batch at a time. Emptied first: bodies of what every subscriber has settled; dropped later:
-- the row with its idempotency key and history. What is held or has an open dead letter stays whole.
create function lane_erase(p_shard int, p_keep interval, p_n int) returns int language plpgsql as $$
declare v_from bigint; v_ids bigint[]; v_erased int;
begin
  select id into v_from from lane_erased where shard = p_shard for update;
  v_ids := array(select e.id from lane_event e where e.shard = p_shard and e.id > v_from
    and e.id <= (select coalesce(min(safe), 0) from lane_shard where shard = p_shard) and e.at < now() - p_keep
    order by e.id limit p_n);
  if cardinality(v_ids) = 0 then return 0; end if;
  update lane_event e set body = ''::bytea, headers = null where e.shard = p_shard and e.id = any(v_ids)
    and not exists (select 1 from lane_target t where e.targets & t.bit <> 0 and t.state <> 'removed'
      and not exists (select 1 from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id))
    and not exists (select 1 from lane_dead_letter l where l.event_id = e.id and l.state in ('open', 'replaying'));
  get diagnostics v_erased = row_count;
  update lane_erased set id = v_ids[cardinality(v_ids)] where shard = p_shard;
  return v_erased;
end $$;

create function lane_purge(p_shard int, p_keep interval, p_n int) returns int language plpgsql as $$
declare v_ids bigint[];
begin
  v_ids := array(select e.id from lane_event e where e.shard = p_shard and e.at < now() - p_keep
    and not exists (select 1 from lane_target t where e.targets & t.bit <> 0 and t.state <> 'removed'
      and not exists (select 1 from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id
        and d.at < now() - p_keep))
    and not exists (select 1 from lane_dead_letter l where l.event_id = e.id and l.state in ('open', 'replaying'))
    order by e.id limit p_n);
  if cardinality(v_ids) = 0 then return 0; end if;
  delete from lane_attempt where event_id = any(v_ids);
  delete from lane_done where target = any(array(select id from lane_target)) and shard = p_shard and id = any(v_ids);
  delete from lane_event where shard = p_shard and id = any(v_ids);
  return cardinality(v_ids);
end $$;

-- For the sync monitor.
create view lane_v_delivery as
  select t.name lane, e.id delivery_id, e.kind, e.key, e.idem, e.correlation_id, e.at enqueued_at,
    case when d.outcome = 'S' then 'settled' when d.outcome = 'D' then 'discarded' when d.outcome = 'F' then 'dead'
      when h.parked then 'parked' when h.id is not null and h.id > (select min(x.id) from lane_held x
        where x.target = t.id and x.key = e.key) then 'waiting'
      when h.id is not null and o.next_at > clock_timestamp() then
        case when o.reason in ('hold', 'unknown', 'outage') then o.reason else 'delayed' end
      when t.state <> 'open' then t.state
      when s.owner is not null and s.lease_until > clock_timestamp() then 'leased' else 'ready' end state,
    coalesce(d.attempts, h.attempts, 0) attempts, coalesce(d.code, o.code) code,
    coalesce(d.mapping, h.mapping, e.mapping) mapping, coalesce(d.mapping_version, h.mapping_version) mapping_version,
    d.foreign_id, d.foreign_number, o.next_at, d.at settled_at
  from lane_event e
    join lane_target t on e.targets & t.bit <> 0
    join lane_shard s on s.target = t.id and s.shard = e.shard
    left join lane_done d on d.target = t.id and d.shard = e.shard and d.id = e.id
    left join lane_held h on h.target = t.id and h.shard = e.shard and h.id = e.id
    left join lane_hold o on o.target = t.id and o.key = e.key and h.id is not null;

create view lane_v_target as
  select t.name lane, t.state, t.reason, t.since,
    (select count(*) from lane_shard s join lane_event e on e.shard = s.shard and e.id > s.floor and e.targets & t.bit <> 0
      where s.target = t.id
        and not exists (select 1 from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id)
        and not exists (select 1 from lane_held h where h.target = t.id and h.shard = e.shard and h.id = e.id))
    + (select count(*) from lane_held h where h.target = t.id) backlog_count,
    (select count(*) from lane_held h where h.target = t.id and h.parked) parked_count,
    least(
      (select min(x.at) from lane_shard s, lateral (select e.at from lane_event e
        where e.shard = s.shard and e.id > s.floor and e.targets & t.bit <> 0
          and not exists (select 1 from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id)
        order by e.shard, e.id limit 1) x where s.target = t.id),
      (select min(e.at) from lane_held h join lane_event e on e.shard = h.shard and e.id = h.id where h.target = t.id)) oldest_at,
    (select max(lane_event_id.last_value - s.floor) from lane_event_id, lane_shard s where s.target = t.id) floor_lag,
    (select count(*) from lane_shard s where s.target = t.id and s.lease_until > clock_timestamp()) leased_count
  from lane_target t where t.state <> 'removed';

create view lane_v_dead_letter as
  select l.id, t.name lane, l.event_id delivery_id, l.key, l.kind, l.idem, l.class, l.unknown, l.code, l.message, l.mapping,
    l.mapping_version, l.correlation_id, l.traceparent, l.owner, l.runbook, l.on_poison, l.state, l.assignee, l.event_at, l.at, l.closed_at
  from lane_dead_letter l join lane_target t on t.id = l.target;
