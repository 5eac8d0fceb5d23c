-- Why: the second lock. Each statement shows a customer's rows to that customer's transactions, and to those that say they
-- are the hub's own work; to any other it shows none, also to the owner of the tables. A handler that forgets its "where
-- customer_id" then finds nothing instead of somebody else.
--
-- hub.customer and hub.scope are set for one transaction at a time, with its first statement. What only the hub works with
-- has no row for a customer.
--
-- A table that hangs on another asks that one, which is under its own policy. By a function: a sub-select would be made ready
-- in each statement on a hot table, also where it is never run, as in the hub's own work, whose side of the "or" comes
-- first.

-- Of the customer whose transaction it is.
create function ledger_own_wallet() returns text language plpgsql stable as $$
begin
    return (select w.id from ledger_wallet w where w.customer_id = current_setting('hub.customer', true));
end $$;

create function ledger_is_own_transfer(p_transfer text) returns boolean language plpgsql stable as $$
begin
    return exists (select from ledger_transfer t where t.id = p_transfer);
end $$;

create function recharge_is_own(p_recharge text) returns boolean language plpgsql stable as $$
begin
    return exists (select from recharge_recharge r where r.id = p_recharge);
end $$;

-- Once for all tables, so that one of the tables below that another migration makes is never left out by its number.
do $$
declare
    v record;
    v_system constant text := 'current_setting(''hub.scope'', true) = ''system''';
    v_customer constant text := 'current_setting(''hub.customer'', true)';
    v_wallet constant text := '(select ledger_own_wallet())';
begin
    for v in
        select * from (values
            ('customer_mirror', 'id = ' || v_customer, null),
            -- Its own merge, so that a customer who was merged into another finds out, and that other its aliases.
            ('customer_alias', 'survivor_id = ' || v_customer || ' or external_id = '
                || '(select c.external_id from customer_mirror c where c.id = ' || v_customer || ')', null),
            ('ledger_wallet', 'customer_id = ' || v_customer, null),
            ('ledger_transfer', 'wallet_id = ' || v_wallet, null),
            -- The account's line of a transfer belongs to whose transfer it is, which comes with the same statement.
            ('ledger_entry', 'wallet_id = ' || v_wallet || ' or wallet_id is null and ledger_is_own_transfer(transfer_id)',
                'wallet_id = ' || v_wallet || ' or wallet_id is null'),
            ('ledger_posting', 'ledger_is_own_transfer(transfer_id)', null),
            ('ledger_hold', 'wallet_id = ' || v_wallet, null),
            ('operation_key', 'principal = ''customer:'' || ' || v_customer, null),
            ('recharge_recharge', 'customer_id = ' || v_customer, null),
            ('recharge_receipt', 'customer_id = ' || v_customer, null),
            ('recharge_payment', 'recharge_is_own(recharge_id)', null),
            ('recharge_park', 'false', null),
            ('recharge_task', 'false', null),
            ('login_session', 'customer_id = ' || v_customer, null),
            ('login_refresh', 'exists (select from login_session s where s.id = login_refresh.session_id)', null),
            ('login_challenge', 'false', null),
            ('login_guess', 'false', null),
            ('login_mobile', 'false', null),
            ('login_tripped_prefix', 'false', null)
        ) rule(relation, seen, written)
        where to_regclass(relation) is not null
    loop
        execute format('alter table %I enable row level security', v.relation);
        execute format('alter table %I force row level security', v.relation);
        execute format('create policy %I on %I using (%s or %s) with check (%s or %s)',
            v.relation || '_rows', v.relation, v_system, v.seen, v_system, coalesce(v.written, v.seen));
    end loop;

    -- A view would show its tables as their owner sees them.
    for v in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' loop
        execute format('alter view %I set (security_invoker = true)', v.relname);
    end loop;
end $$;
