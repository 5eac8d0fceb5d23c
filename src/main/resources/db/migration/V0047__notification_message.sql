-- What was told to a customer and what became of it, for the staff: which kind of message, by which channel, when. No text and no
-- number: those are made when it is sent, and nobody keeps them.
create table notification_message (
    delivery_id bigint      not null,
    customer_id text collate "C" not null,
    kind        text collate "C" not null,
    channel     text collate "C" not null,
    state       text collate "C" not null,
    code        text collate "C" not null,
    settled_at  timestamptz not null,
    constraint notification_message_pk primary key (delivery_id),
    constraint notification_message_state_check check (state in ('sent', 'not_sent', 'failed'))
);
create index notification_message_customer_id_settled_at_idx on notification_message (customer_id, settled_at, delivery_id);
create index notification_message_settled_at_idx on notification_message (settled_at);
comment on column notification_message.state is 'not_sent: nobody to send it to, or too late; failed: a dead letter';

alter table notification_message enable row level security;
alter table notification_message force row level security;
create policy notification_message_rows on notification_message using (current_setting('hub.scope', true) = 'system')
    with check (current_setting('hub.scope', true) = 'system');
