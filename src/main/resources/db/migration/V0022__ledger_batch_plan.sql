-- Why: the plans of ledger_post_batch are made when the tables are small, or not analysed yet, and kept by each connection.
-- A batch of fifty then read all transfers there were: 450 ms in a young installation, until a day's statistics came.
-- Everything that it reads it finds by an index.

alter function ledger_post_batch(text[], text[], text[], bigint[], text[], text[], text[], timestamptz[], timestamptz)
  set enable_seqscan = off;
alter function ledger_post_batch(text[], text[], text[], bigint[], text[], text[], text[], timestamptz[], timestamptz)
  set enable_bitmapscan = off;
alter function ledger_post_batch(text[], text[], text[], bigint[], text[], text[], text[], timestamptz[], timestamptz)
  set enable_hashjoin = off;
alter function ledger_post_batch(text[], text[], text[], bigint[], text[], text[], text[], timestamptz[], timestamptz)
  set enable_mergejoin = off;
alter function ledger_post_batch(text[], text[], text[], bigint[], text[], text[], text[], timestamptz[], timestamptz)
  set jit = off;
alter function ledger_post_batch(text[], text[], text[], bigint[], text[], text[], text[], timestamptz[], timestamptz)
  set plan_cache_mode = force_generic_plan;
