package dev.perennial.registry.store;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import java.util.Set;

/** What a failed call of the MinIO client means; the client itself reports transport errors as unchecked exceptions. */
record S3Failure(Kind kind, String reason, Exception cause) {
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429, 499, 500, 502, 503, 504, 520);

    enum Kind {
        /** No such object. */
        ABSENT,
        /** A condition did not hold, or another write to the key is under way. */
        CONDITION,
        /** Nobody knows whether the call took effect. */
        TRANSIENT,
        /** The store will not do this. */
        DENIED
    }

    static S3Failure of(Exception failure) {
        if (failure instanceof ErrorResponseException answered) {
            return ofAnswer(answered);
        }
        if (failure instanceof ServerException server) {
            return new S3Failure(Kind.TRANSIENT, "status " + server.statusCode(), failure);
        }
        if (failure instanceof InvalidResponseException) {
            return new S3Failure(Kind.TRANSIENT, "an answer that is not S3", failure);
        }
        return new S3Failure(Kind.TRANSIENT, rootReason(failure), failure);
    }

    private static S3Failure ofAnswer(ErrorResponseException answered) {
        int status = answered.response().code();
        String code = String.valueOf(answered.errorResponse().code());
        String reason = status + " " + code;
        if (status == 404) {
            boolean bucket = code.equals("NoSuchBucket");
            return new S3Failure(
                    bucket ? Kind.DENIED : Kind.ABSENT, bucket ? reason + " (no such bucket)" : reason, answered);
        }
        if (status == 412 || status == 409) {
            return new S3Failure(Kind.CONDITION, reason, answered);
        }
        if (TRANSIENT.contains(status)) {
            return new S3Failure(Kind.TRANSIENT, reason, answered);
        }
        boolean credentials = status == 401 || status == 403;
        return new S3Failure(
                Kind.DENIED,
                credentials ? reason + " (check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)" : reason,
                answered);
    }

    /** The innermost cause says most: the client wraps it two or three times. */
    private static String rootReason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String name = root instanceof MinioException ? "" : root.getClass().getSimpleName() + ": ";
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : name + message;
    }
}
