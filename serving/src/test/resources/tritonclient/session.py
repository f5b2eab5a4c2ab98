"""Talks to a gateway through tritonclient as its users do, and says what it saw as one JSON object.

Usage: session.py HOST:PORT
"""

import json
import sys

import numpy
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

MODEL = "flight-delay"
seen = {}


def tensor(name, values, datatype, binary=True, shape=None):
    array = numpy.array(values, dtype=numpy.object_ if datatype == "BYTES" else triton_dtype(datatype))
    made = triton.InferInput(name, shape or [len(values)], datatype)
    made.set_data_from_numpy(array.reshape(shape or [len(values)]), binary_data=binary)
    return made


def triton_dtype(datatype):
    return {"FP64": numpy.float64, "FP32": numpy.float32, "FP16": numpy.float16, "INT64": numpy.int64}[datatype]


def refusal(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except InferenceServerException as refused:
        return {"status": refused.status(), "message": refused.message()}
    return None


def numbers(result):
    return result.as_numpy("probability").tolist()


with triton.InferenceServerClient(sys.argv[1]) as client:
    seen["live"] = client.is_server_live()
    seen["ready"] = client.is_server_ready()
    seen["model_ready"] = client.is_model_ready(MODEL)
    seen["version_ready"] = client.is_model_ready(MODEL, "1")
    seen["unknown_ready"] = client.is_model_ready("nope")
    seen["server"] = client.get_server_metadata()
    seen["model"] = client.get_model_metadata(MODEL)
    seen["version"] = client.get_model_metadata(MODEL, "1")
    seen["index"] = client.get_model_repository_index()
    seen["load"] = refusal(client.load_model, MODEL)
    seen["unload"] = refusal(client.unload_model, MODEL)

    rows = [
        tensor("carrier", ["UA", "AA", "DL"], "BYTES"),
        tensor("temp", [61.5, 32.0, 75.25], "FP32"),
        tensor("dep_hour", [17, 5, 23], "INT64"),
    ]
    result = client.infer(MODEL, rows, request_id="q1")
    seen["binary"] = numbers(result)
    seen["binary_type"] = str(result.as_numpy("probability").dtype)
    seen["binary_id"] = result.get_response()["id"]
    seen["ids"] = [name.decode() for name in result.as_numpy("prediction_id")]
    seen["arms"] = [name.decode() for name in result.as_numpy("arm")]

    plain = [
        tensor("dep_hour", [17, 5, 23], "INT64", binary=False),
        tensor("carrier", ["UA", "AA", "DL"], "BYTES", binary=False),
        tensor("temp", [61.5, 32.0, 75.25], "FP32", binary=False),
    ]
    named = [triton.InferRequestedOutput("probability", binary_data=False)]
    seen["json"] = numbers(client.infer(MODEL, plain, outputs=named))
    named = [triton.InferRequestedOutput("probability", binary_data=True)]
    mixed = [rows[0], plain[0], rows[1]]
    seen["mixed"] = numbers(client.infer(MODEL, mixed, outputs=named, model_version="1"))
    for coding in ("gzip", "deflate"):
        result = client.infer(
            MODEL,
            [tensor("dep_hour", numpy.arange(400) % 24, "FP16", shape=[400, 1])],
            request_compression_algorithm=coding,
            response_compression_algorithm=coding,
        )
        seen[coding] = numbers(result)
    one = client.infer(MODEL, [tensor("dep_hour", [17.0], "FP64")])
    seen["one"] = numbers(one)
    seen["prediction_id"] = one.get_response()["parameters"]["prediction_id"]
    later = client.async_infer(MODEL, [tensor("dep_hour", [17.0], "FP64")])
    seen["async"] = numbers(later.get_result())

    seen["unknown_model"] = refusal(client.infer, "nope", rows)
    seen["unknown_input"] = refusal(client.infer, MODEL, [tensor("hour", [1.0], "FP64")])
    seen["unknown_output"] = refusal(client.infer, MODEL, rows, outputs=[triton.InferRequestedOutput("nope")])

json.dump(seen, sys.stdout)
