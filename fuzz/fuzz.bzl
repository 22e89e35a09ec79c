"""A fuzz target in its three shapes."""

def fuzz_target(name, deps):
    """Targets for fuzz/NAME_fuzzer.cc with its corpus in fuzz/corpus/NAME/.

    NAME_fuzzer_lib   the property, as a library
    NAME_fuzzer       explores: bazel build --config=fuzz //fuzz:NAME_fuzzer
    NAME_replay_test  runs the property over the corpus, in every build
    """
    native.cc_library(
        name = name + "_fuzzer_lib",
        srcs = [name + "_fuzzer.cc"],
        deps = deps,
        alwayslink = True,
    )
    native.cc_binary(
        name = name + "_fuzzer",
        deps = [":" + name + "_fuzzer_lib"],
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
    )
    native.cc_test(
        name = name + "_replay_test",
        size = "small",
        args = ["fuzz/corpus/" + name],
        data = native.glob(["corpus/" + name + "/**"]),
        deps = [
            ":" + name + "_fuzzer_lib",
            ":replay_main",
        ],
    )
