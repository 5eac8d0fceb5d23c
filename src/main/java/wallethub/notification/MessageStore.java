package wallethub.notification;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;

/** The SQL of messages that came to their end. */
@Repository
class MessageStore {

    private final JdbcClient jdbc;

    MessageStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was given up and is sent after all is one message. */
    void keep(long deliveryId, CustomerId customer, Message message) {
        jdbc.sql("""
                        insert into notification_message (delivery_id, customer_id, kind, channel, state, code, settled_at)
                        values (:delivery, :customer, :kind, :channel, :state, :code, :at)
                        on conflict (delivery_id) do update set
                            state = excluded.state, code = excluded.code, settled_at = excluded.settled_at
                        """)
                .param("delivery", deliveryId)
                .param("customer", customer.text())
                .param("kind", message.kind())
                .param("channel", message.channel())
                .param("state", message.state())
                .param("code", message.code())
                .param("at", message.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Message> latest(CustomerId customer, int most) {
        return jdbc.sql("""
                        select kind, channel, state, code, settled_at from notification_message
                        where customer_id = :customer order by settled_at desc, delivery_id desc limit :most
                        """)
                .param("customer", customer.text())
                .param("most", most)
                .query((row, number) -> new Message(
                        row.getString("kind"),
                        row.getString("channel"),
                        row.getString("state"),
                        row.getString("code"),
                        row.getObject("settled_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    int drop(Instant before, int most) {
        return jdbc.sql("""
                        delete from notification_message where delivery_id = any(array(
                            select delivery_id from notification_message where settled_at < :before
                            order by settled_at limit :most))
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .update();
    }
}
