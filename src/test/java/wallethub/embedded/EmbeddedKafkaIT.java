package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir
    private Path directory;

    @Test
    void keepsItsRecordsOverARestartOnOtherPorts() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            send(kafka, "first");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            send(kafka, "second");
            List<TopicReader.Read> read = TopicReader.all(kafka.brokers(), "kept.v1");
            assertThat(read).extracting(TopicReader.Read::value).containsExactly("first", "second");
            assertThat(read).extracting(TopicReader.Read::key).containsOnly("key");
        }
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.brokers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept.v1", "key", value)).get();
        }
    }
}
