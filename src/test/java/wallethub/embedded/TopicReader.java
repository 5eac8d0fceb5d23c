package wallethub.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning to where it ends now, as a consumer of another system would. */
public final class TopicReader {

    /** One record as it lies in the topic. */
    public record Read(String key, String value, Map<String, String> headers) {}

    private static final Duration POLL = Duration.ofMillis(200);

    private TopicReader() {}

    /** Those of everybody but Kafka itself. */
    public static Set<String> topics(String brokers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topics cannot be listed", e);
        }
    }

    public static List<Read> all(String brokers, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", brokers, "enable.auto.commit", "false", "allow.auto.create.topics", "false");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<PartitionInfo> known = consumer.listTopics().getOrDefault(topic, List.of());
            List<TopicPartition> partitions = known.stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readTo(consumer.endOffsets(partitions), consumer);
        }
    }

    private static List<Read> readTo(Map<TopicPartition, Long> ends, KafkaConsumer<String, String> consumer) {
        List<Read> read = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                Map<String, String> headers = new LinkedHashMap<>();
                record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
                read.add(new Read(record.key(), record.value(), headers));
            }
        }
        return List.copyOf(read);
    }
}
