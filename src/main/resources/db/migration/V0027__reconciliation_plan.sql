-- Why: a run's rows are minutes old when they are joined, and the planner knows nothing of them: it went through all lines once
-- for each transfer, and a comparison of 400,000 of both did not end. All of both sides is read anyway, so all is hashed.

alter function reconciliation_classify(bigint, interval) set enable_nestloop = off;
alter function reconciliation_classify(bigint, interval) set jit = off;
alter function reconciliation_classify(bigint, interval) set work_mem = '64MB';
