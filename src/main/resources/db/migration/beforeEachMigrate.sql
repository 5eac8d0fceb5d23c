-- Why: a migration works on all rows. For its transaction only: with one role it runs on a connection of the pool.
set local hub.scope = 'system';
