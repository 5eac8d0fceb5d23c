-- The least that a callback costs: inbox row, recharge, wallet with its check, two ledger lines, receipt, two outbox rows,
-- in one function and one round trip. No HTTP, no signature, no mapping, no idempotency across retries.

create table least_wallet (
    id            bigint primary key,
    balance_minor bigint not null check (balance_minor >= 0),
    entry_count   bigint not null) with (fillfactor = 50);
create table least_recharge (
    id bigint primary key, wallet_id bigint not null, amount_minor bigint not null, state text not null,
    changed_at timestamptz not null) with (fillfactor = 70);
create sequence least_transfer_id cache 100;
create sequence least_event_id cache 100;
create table least_inbox (
    id bigint generated always as identity primary key, event_id text not null unique, body text not null,
    at timestamptz not null default now());
create table least_entry (
    transfer_id bigint not null, line smallint not null, wallet_id bigint, account_id text, amount_minor bigint not null,
    balance_after_minor bigint, at timestamptz not null default now(), primary key (transfer_id, line));
create table least_receipt (
    transfer_id bigint primary key, recharge_id bigint not null, amount_minor bigint not null,
    at timestamptz not null default now());
create table least_outbox (
    id bigint generated always as identity primary key, target smallint not null, wallet_id bigint not null,
    body text not null, at timestamptz not null default now());

create function least_callback(p_recharge bigint, p_event text, p_body text) returns bigint language plpgsql as $$
declare
    v_wallet bigint;
    v_amount bigint;
    v_balance bigint;
    v_transfer bigint;
begin
    insert into least_inbox (event_id, body) values (p_event, p_body);
    update least_recharge set state = 'succeeded', changed_at = now() where id = p_recharge
        returning wallet_id, amount_minor into v_wallet, v_amount;
    update least_wallet set balance_minor = balance_minor + v_amount, entry_count = entry_count + 1 where id = v_wallet
        returning balance_minor into v_balance;
    v_transfer := nextval('least_transfer_id');
    insert into least_entry (transfer_id, line, wallet_id, account_id, amount_minor, balance_after_minor)
        values (v_transfer, 1, v_wallet, null, v_amount, v_balance), (v_transfer, 2, null, 'clearing', -v_amount, null);
    insert into least_receipt (transfer_id, recharge_id, amount_minor) values (v_transfer, p_recharge, v_amount);
    insert into least_outbox (target, wallet_id, body) values (1, v_wallet, p_body), (2, v_wallet, p_body);
    return v_transfer;
end $$;

-- The least that handing out work costs: rows taken a hundred at a time and gone.
create table least_queue (id bigint primary key, key text not null, body text not null);
