"""A benchmark, and its smallest run as a test."""

def bench(name, deps, data = []):
    """//tests/bench:NAME from NAME.cc (Google Benchmark), and NAME_runs_test."""
    deps = deps + ["//third_party/benchmark:benchmark_main"]
    native.cc_binary(
        name = name,
        testonly = True,
        srcs = [name + ".cc"],
        data = data,
        deps = deps,
    )
    native.cc_test(
        name = name + "_runs_test",
        size = "medium",
        srcs = [name + ".cc"],
        args = ["--benchmark_min_time=0.001"],
        data = data,
        deps = deps,
    )
