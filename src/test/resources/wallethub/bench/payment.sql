-- The least that the payment of an invoice costs: invoice with what is left of it, transfer with its check, deduction and one
-- event, with the hub's own tables and functions, in one function and one round trip. No HTTP, no token, no limit, no
-- idempotency key, and an event whose text is there already.

create sequence bench_invoice;
grant usage on sequence bench_invoice to public;

create function bench_payment(p_customers int, p_body bytea) returns text language plpgsql as $$
declare
    v_number bigint := nextval('bench_invoice');
    v_invoice text := 'inv_' || lpad(v_number::text, 26, '0');
    v_customer text := lpad((1 + v_number % p_customers)::text, 26, '0');
    v_transfer text := 'trf_' || gen_random_uuid();
    v_payable record;
    v_posted ledger_outcome;
begin
    select m.currency, m.changed_at, m.total_minor - m.open_minor + s.unseen_minor + 1 as through into strict v_payable
    from invoice_mirror m cross join lateral invoice_standing(m.id, now()) s
    where m.id = v_invoice and m.customer_id = 'cus_' || v_customer and s.to_pay_minor = 1;
    v_posted := ledger_post(v_transfer, 'PAYMENT', 'wal_' || v_customer, -1, v_payable.currency, 'revenue:invoices',
        v_invoice || '/1', now(), now());
    if v_posted.outcome <> 'POSTED' then
        raise exception 'invoice %: %', v_invoice, v_posted.outcome;
    end if;
    insert into invoice_deduction (invoice_id, attempt, transfer_id, customer_id, wallet_id, amount_minor, currency, cause,
        mirror_changed_at, paid_through_minor, made_at)
    values (v_invoice, 1, v_transfer, 'cus_' || v_customer, 'wal_' || v_customer, 1, v_payable.currency, 'request',
        v_payable.changed_at, v_payable.through, now());
    perform lane_enqueue('wal_' || v_customer, 'invoice.deducted', (select bit from lane_target where name = 'erp'), v_transfer,
        null, p_body, null, 'bench', null, null);
    return v_posted.outcome;
end $$;
