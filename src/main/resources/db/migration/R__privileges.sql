-- Why: the role that serves may do what its code does and nothing else. One line for each table; a test compares them with the
-- database, so a new table without a line fails. Not listed is not granted, and nothing is granted to everybody. Edited
-- when a table is added; it runs again by itself then, in one transaction, after all numbered migrations.
--
-- Never: update, delete or truncate of what is written once (entries, transfers, receipts, audit, actions); truncate,
-- references, trigger or ownership of anything.
do $$
declare
    v record;
begin
    if '${app}' = current_user then
        -- Whoever owns the tables has every right on them; the log of the start says so.
        return;
    end if;
    execute format('revoke all on all tables in schema public from public, %I', '${app}');
    execute format('revoke all on all sequences in schema public from public, %I', '${app}');
    for v in
        select * from (values
            ('access_audit', 'select, insert'),
            ('access_audit_head', 'select, insert'),
            ('access_audit_link', 'select, insert'),
            ('access_audit_stream', 'select, insert, update'),
            ('access_audit_unchained', 'select, insert, delete'),
            ('access_rate_bucket', 'select, insert, update, delete'),
            ('approval_request', 'select, insert, update'),
            ('books_entry', 'select, insert, update'),
            ('books_feed', 'select, insert, update'),
            ('books_finding', 'select, insert'),
            ('books_item', 'select, insert, update'),
            ('books_refusal', 'select, insert'),
            ('books_task', 'select, insert, update'),
            ('books_v_entry', 'select'),
            ('books_v_feed', 'select'),
            ('books_v_finding', 'select'),
            ('books_v_refusal', 'select'),
            ('customer_alias', 'select, insert, update'),
            ('customer_erased', 'select, insert'),
            ('customer_mirror', 'select, insert, update'),
            ('customer_v_customer', 'select'),
            ('idp_account', 'select, insert, update'),
            ('idp_authorization', 'select, insert, update, delete'),
            ('idp_invitation', 'select, insert, update, delete'),
            ('idp_key', 'select, insert, delete'),
            ('idp_login', 'select, insert, update, delete'),
            ('invoice_mirror', 'select, insert, update'),
            ('lane_attempt', 'select, insert, update, delete'),
            ('lane_dead_letter', 'select, insert, update, delete'),
            ('lane_dead_letter_action', 'select, insert'),
            ('lane_done', 'select, insert, delete'),
            ('lane_erased', 'select, insert, update'),
            ('lane_event', 'select, insert, update, delete'),
            ('lane_event_id', 'select, usage'),
            ('lane_held', 'select, insert, update, delete'),
            ('lane_hold', 'select, insert, update, delete'),
            ('lane_shard', 'select, insert, update'),
            ('lane_target', 'select, insert, update'),
            ('lane_v_dead_letter', 'select'),
            ('lane_v_delivery', 'select'),
            ('lane_v_target', 'select'),
            ('lane_worker', 'select, insert, update, delete'),
            ('ledger_account', 'select, insert'),
            ('ledger_entry', 'select, insert'),
            ('ledger_hold', 'select, insert, update'),
            ('ledger_posting', 'select, insert, update'),
            ('ledger_transfer', 'select, insert'),
            ('ledger_v_account_sum', 'select'),
            ('ledger_v_transfer', 'select'),
            ('ledger_v_wallet', 'select'),
            ('ledger_v_wallet_entry', 'select'),
            ('ledger_v_wallet_sum', 'select'),
            ('ledger_wallet', 'select, insert, update'),
            ('login_challenge', 'select, insert, update, delete'),
            ('login_guess', 'select, insert, update, delete'),
            ('login_mobile', 'select, insert, update, delete'),
            ('login_refresh', 'select, insert, update'),
            ('login_session', 'select, insert, update, delete'),
            ('login_tripped_prefix', 'select, insert, update, delete'),
            ('mapping_active_set', 'select, insert, update'),
            ('mapping_instance', 'select, insert, update, delete'),
            ('mapping_known_set', 'select, insert'),
            ('operation_cursor_key', 'select'),
            ('operation_key', 'select, insert, update, delete'),
            ('qrtz_blob_triggers', 'select, insert, update, delete'),
            ('qrtz_calendars', 'select, insert, update, delete'),
            ('qrtz_cron_triggers', 'select, insert, update, delete'),
            ('qrtz_fired_triggers', 'select, insert, update, delete'),
            ('qrtz_job_details', 'select, insert, update, delete'),
            ('qrtz_locks', 'select, insert, update, delete'),
            ('qrtz_paused_trigger_grps', 'select, insert, update, delete'),
            ('qrtz_scheduler_state', 'select, insert, update, delete'),
            ('qrtz_simple_triggers', 'select, insert, update, delete'),
            ('qrtz_simprop_triggers', 'select, insert, update, delete'),
            ('qrtz_triggers', 'select, insert, update, delete'),
            ('recharge_bank_credit', 'select, insert'),
            ('recharge_decision', 'select, insert'),
            ('recharge_park', 'select, insert'),
            ('recharge_payment', 'select, insert, update'),
            ('recharge_receipt', 'select, insert'),
            ('recharge_recharge', 'select, insert, update'),
            ('recharge_task', 'select, insert'),
            ('recharge_v_credit', 'select'),
            ('reconciliation_difference', 'select, insert, delete'),
            ('reconciliation_line', 'select, insert, delete'),
            ('reconciliation_open', 'select, insert, delete'),
            ('reconciliation_run', 'select, insert, update, delete'),
            ('reconciliation_total', 'select, insert, delete'),
            ('reconciliation_wallet', 'select, insert, delete'),
            ('staff_account', 'select, insert, update'),
            ('setting_version', 'select, insert'),
            ('staff_account_role', 'select, insert, delete'),
            ('staff_refresh', 'select, insert, update'),
            ('staff_role', 'select, insert, update'),
            ('staff_role_permission', 'select, insert, delete'),
            ('staff_session', 'select, insert, update, delete')
        ) line(relation, privileges)
        where to_regclass(relation) is not null
    loop
        execute format('grant %s on %s %I to %I',
            v.privileges,
            case when (select relkind from pg_class where oid = v.relation::regclass) = 'S' then 'sequence' else 'table' end,
            v.relation, '${app}');
    end loop;
end $$;
