"""The Debian packages that the build links with, in one place.

tools/setup.sh reads the package names from this file to install them.
"""

# third_party folder: (Debian package, a header that it installs).
PACKAGES = {
    "absl": ("libabsl-dev", "absl/base/config.h"),
    "benchmark": ("libbenchmark-dev", "benchmark/benchmark.h"),
    "boost": ("libboost1.81-dev", "boost/asio/awaitable.hpp"),
    "cli11": ("libcli11-dev", "CLI/CLI.hpp"),
    "gmock": ("libgmock-dev", "gmock/gmock.h"),
    "googletest": ("libgtest-dev", "gtest/gtest.h"),
    "nlohmann_json": ("nlohmann-json3-dev", "nlohmann/json.hpp"),
    "openssl": ("libssl-dev", "openssl/evp.h"),
    "prometheus": ("prometheus-cpp-dev", "prometheus/exposer.h"),
    "protobuf": ("libprotobuf-dev", "google/protobuf/message.h"),
    "spdlog": ("libspdlog-dev", "spdlog/spdlog.h"),
    "tomlplusplus": ("libtomlplusplus-dev", "toml++/toml.h"),
    "yaml_cpp": ("libyaml-cpp-dev", "yaml-cpp/yaml.h"),
    "zlib": ("zlib1g-dev", "zlib.h"),
}

def _debian_package_impl(repository_ctx):
    header = "/usr/include/" + repository_ctx.attr.header
    if not repository_ctx.path(header).exists:
        fail("\n\n  %s is missing: apt-get install %s\n" %
             (header, repository_ctx.attr.package))
    repository_ctx.file("BUILD.bazel", """
cc_library(
    name = "installed",
    visibility = ["//visibility:public"],
)
""")

_debian_package = repository_rule(
    implementation = _debian_package_impl,
    attrs = {
        "header": attr.string(mandatory = True),
        "package": attr.string(mandatory = True),
    },
    local = True,
)

def debian_packages():
    """@debian_NAME//:installed for each package; asking for a missing one says what to install."""
    for name, (package, header) in PACKAGES.items():
        _debian_package(
            name = "debian_" + name,
            header = header,
            package = package,
        )
