package dev.perennial.workflows.client;

import dev.perennial.workflows.WorkflowIds;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The search attributes by which the loop's workflows are found. A namespace needs them before the first workflow is
 * started in it.
 */
public final class DomainSearchAttributes {
    private static final List<String> KEYWORDS = List.of(WorkflowIds.MODEL_ATTRIBUTE, WorkflowIds.KIND_ATTRIBUTE);

    private DomainSearchAttributes() {}

    /**
     * Registers what is missing, reads back and compares the types: the server answers OK to a registration under another
     * type, and the first workflow would fail.
     *
     * @throws IllegalStateException if an attribute has another type
     * @throws TemporalUnavailableException if the server gives no answer within {@code limit}
     */
    public static void register(TemporalConnection connection, Duration limit) {
        connection.calls().within(limit, "register search attributes", () -> {
            register(connection);
            return true;
        });
    }

    private static void register(TemporalConnection connection) {
        String namespace = connection.settings().namespace();
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(connection.stubs().getRawChannel())
                .validateAndBuildWithDefaults());
        ListSearchAttributesRequest list =
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build();
        Map<String, IndexedValueType> present =
                operator.blockingStub().listSearchAttributes(list).getCustomAttributesMap();
        AddSearchAttributesRequest.Builder missing =
                AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
        KEYWORDS.stream()
                .filter(name -> !present.containsKey(name))
                .forEach(name -> missing.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        if (missing.getSearchAttributesCount() > 0) {
            operator.blockingStub().addSearchAttributes(missing.build());
        }
        Map<String, IndexedValueType> registered =
                operator.blockingStub().listSearchAttributes(list).getCustomAttributesMap();
        for (String name : KEYWORDS) {
            IndexedValueType type = registered.get(name);
            if (type != IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD) {
                throw new IllegalStateException("Cannot use search attribute " + name + " of namespace " + namespace
                        + ": its type is " + (type == null ? "unknown" : type.name())
                        + ", expected INDEXED_VALUE_TYPE_KEYWORD");
            }
        }
    }
}
