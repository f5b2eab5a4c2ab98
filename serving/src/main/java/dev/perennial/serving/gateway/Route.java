package dev.perennial.serving.gateway;

/** The gateway's paths with their variable parts named, for counting and logging requests by path. */
enum Route {
    LIVE("/v2/health/live"),
    READY("/v2/health/ready"),
    SERVER("/v2"),
    INDEX("/v2/repository/index"),
    REPOSITORY("/v2/repository/models/{model}/{action}"),
    MODEL("/v2/models/{model}"),
    MODEL_READY("/v2/models/{model}/ready"),
    INFER("/v2/models/{model}/infer"),
    FEEDBACK("/v2/models/{model}/feedback"),
    OBSERVATIONS("/v2/models/{model}/observations"),
    METRICS("/metrics"),
    OTHER("other");

    private static final String MODELS = "/v2/models/";
    private static final String REPOSITORY_MODELS = "/v2/repository/models/";
    private static final String VERSIONS = "versions/";

    private final String template;

    Route(String template) {
        this.template = template;
    }

    /** The path as it is counted; that of a version counts as its model's. */
    String template() {
        return template;
    }

    static Route of(String path) {
        if (path.startsWith(MODELS)) {
            int slash = path.indexOf('/', MODELS.length());
            return slash < 0 ? MODEL : ofAction(path.substring(slash + 1));
        }
        if (path.startsWith(REPOSITORY_MODELS)) {
            return REPOSITORY;
        }
        return switch (path) {
            case "/v2/health/live" -> LIVE;
            case "/v2/health/ready" -> READY;
            case "/v2", "/v2/" -> SERVER;
            case "/v2/repository/index" -> INDEX;
            case "/metrics" -> METRICS;
            default -> OTHER;
        };
    }

    private static Route ofAction(String rest) {
        String action = rest;
        if (rest.startsWith(VERSIONS)) {
            int slash = rest.indexOf('/', VERSIONS.length());
            action = slash < 0 ? "" : rest.substring(slash + 1);
        }
        return switch (action) {
            case "" -> MODEL;
            case "ready" -> MODEL_READY;
            case "infer" -> INFER;
            case "feedback" -> FEEDBACK;
            case "observations" -> OBSERVATIONS;
            default -> OTHER;
        };
    }

    /** The model that a path names; empty if it names none. */
    static String modelIn(String path) {
        String before = path.startsWith(MODELS) ? MODELS : REPOSITORY_MODELS;
        if (!path.startsWith(before)) {
            return "";
        }
        int slash = path.indexOf('/', before.length());
        return path.substring(before.length(), slash < 0 ? path.length() : slash);
    }
}
