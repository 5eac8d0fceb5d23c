-- Why: two things that cost as much as the deliveries themselves.
--
-- With JIT compilation on, PostgreSQL compiled parts of lane_work and lane_due anew at each call, 6 ms for 5 ms of work:
-- a plan node that is switched off counts as very expensive, and what is very expensive is compiled.
--
-- And the gauges counted every waiting delivery of every lane every ten seconds. A lane that is paused for a day has
-- millions. What is needed is whether it is few or many, and how old the oldest is: counted are p_most events of each shard
-- from its floor on, and the oldest is looked for among twice as many.

alter function lane_due(int, int[]) set jit = off;
alter function lane_work(int, int, bigint, float8, bigint[], text[], text[], text[], text[], text[], text[], int[], bigint[],
  jsonb, bigint[], int, boolean) set jit = off;

create function lane_gauges(p_most int)
returns table (lane text, state text, backlog_count bigint, parked_count bigint, floor_lag bigint, oldest_at timestamptz)
language plpgsql stable set enable_bitmapscan = off set enable_seqscan = off set enable_sort = off set enable_hashjoin = off
  set enable_mergejoin = off set jit = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare t lane_target; v_last bigint; v_events bigint; v_held bigint;
begin
  select last_value into v_last from lane_event_id;
  for t in select * from lane_target where lane_target.state <> 'removed' loop
    lane := t.name; state := t.state;
    select max(v_last - s.floor) into floor_lag from lane_shard s where s.target = t.id;
    select count(*) into v_events from lane_shard s, lateral (
        select e.shard, e.id, e.targets from lane_event e where e.shard = s.shard and e.id > s.floor
        order by e.shard, e.id limit p_most) e
      where s.target = t.id and e.targets & t.bit <> 0
        and (select d.id from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id) is null
        and (select h.id from lane_held h where h.target = t.id and h.shard = e.shard and h.id = e.id) is null;
    select count(*), count(*) filter (where h.parked) into v_held, parked_count
      from (select x.parked from lane_held x where x.target = t.id limit p_most * 32) h;
    select least(
        (select min(x.at) from lane_shard s, lateral (
            select e.at from (select w.shard, w.id, w.targets, w.at from lane_event w where w.shard = s.shard and w.id > s.floor
                order by w.shard, w.id limit p_most * 2) e
            where e.targets & t.bit <> 0
              and (select d.id from lane_done d where d.target = t.id and d.shard = e.shard and d.id = e.id) is null
            limit 1) x
          where s.target = t.id),
        (select min(e.at) from (select x.shard, x.id from lane_held x where x.target = t.id
            order by x.target, x.shard, x.id limit p_most * 32) h
          join lane_event e on e.shard = h.shard and e.id = h.id))
      into oldest_at;
    backlog_count := greatest(v_events + v_held, case when oldest_at is null then 0 else 1 end);
    return next;
  end loop;
end $$;
