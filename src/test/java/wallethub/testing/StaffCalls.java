package wallethub.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.operation.Contracts;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;

/** Operations of the staff called as the edge calls them, by a part of their OpenAPI file, without HTTP. */
public final class StaffCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/staff/v1";

    private final Operations operations;

    /** @param paths how the paths begin that the packages of the context have handlers for */
    public StaffCalls(ApplicationContext context, String... paths) {
        this(context.getBean(Contracts.class), context.getBean(Operations.class), paths);
    }

    public StaffCalls(Contracts contracts, Operations operations, String... paths) {
        contracts.activate(contracts.read(Map.of("portal/staff.openapi.yaml", only(paths))));
        this.operations = operations;
    }

    private static String only(String... paths) {
        try {
            JsonNode file = new YAMLMapper()
                    .readTree(Path.of("routes/portal/staff.openapi.yaml").toFile());
            ObjectNode all = (ObjectNode) file.path("paths");
            List<String> others = new ArrayList<>();
            all.fieldNames().forEachRemaining(path -> {
                if (Stream.of(paths).noneMatch(path::startsWith)) {
                    others.add(path);
                }
            });
            all.remove(others);
            return JSON.writeValueAsString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody with these permissions and no others. */
    public static Caller somebody(StaffPermission... permissions) {
        return somebody(StaffId.next(), permissions);
    }

    public static Caller somebody(StaffId staff, StaffPermission... permissions) {
        return Caller.staff(staff, "ses_of_a_test", Set.copyOf(StaffPermission.wires(permissions)), "10.0.0.1");
    }

    /** @param headers names in lower case */
    public HttpReply call(
            String operation, String method, String path, Caller caller, Map<String, String> headers, String json) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("content-type", List.of("application/json"));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        String[] parts = path.split("\\?", 2);
        return operations.call(
                operation,
                new HttpCall(
                        method,
                        ROOT + parts[0],
                        all,
                        parts.length == 1 ? Map.of() : query(parts[1]),
                        json.getBytes(StandardCharsets.UTF_8),
                        caller,
                        "en",
                        "correlation-of-a-test",
                        "0af7651916cd43dd8448eb211c80319c",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    private static Map<String, List<String>> query(String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], List.of(parts[1]));
        }
        return parameters;
    }

    public HttpReply get(String operation, String path, Caller caller) {
        return call(operation, "GET", path, caller, Map.of(), "");
    }

    /** As {@link #get}, read. */
    public JsonNode read(String operation, String path, Caller caller) {
        return body(get(operation, path, caller));
    }

    public static JsonNode body(HttpReply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code 200}, or the status and the code of the problem, such as {@code 404 NOT_FOUND}. */
    public static String said(HttpReply reply) {
        return reply.status() < 400
                ? Integer.toString(reply.status())
                : reply.status() + " " + body(reply).path("code").asText();
    }
}
