package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;

/** A function of our own inside JSLT: its name, how many arguments it takes, and whether it may refuse a document. */
record MappingFunction(String name, int min, int max, boolean refuses, Body body) implements Function {

    /** What it does with its arguments. */
    @FunctionalInterface
    interface Body {
        JsonNode call(JsonNode[] arguments);
    }

    static MappingFunction plain(String name, int arguments, Body body) {
        return new MappingFunction(name, arguments, arguments, false, body);
    }

    static MappingFunction refusing(String name, int arguments, Body body) {
        return new MappingFunction(name, arguments, arguments, true, body);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getMinArguments() {
        return min;
    }

    @Override
    public int getMaxArguments() {
        return max;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        return body.call(arguments);
    }
}
