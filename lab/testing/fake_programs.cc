#include "lab/testing/fake_programs.h"

#include <filesystem>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/files/files.h"

namespace lab {
namespace {

constexpr absl::string_view kCommon = R"(#!/bin/sh
say() { echo "$(date -u -d "@$1" '+%Y-%m-%d %H:%M:%S'),$1,$2"; }
await_term() { tail -f /dev/null & wait; }
for word; do
  case $before in --measure) from=${word%..*}; to=${word#*..};; esac
  before=$word
done
)";

std::string Make(const std::string& path, absl::string_view script) {
  BASE_CHECK(base::WriteFile(path, absl::StrCat(kCommon, script)).ok());
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

// At SIGTERM, to `file`: normal cells of both users.
std::string WritesStats(absl::string_view file, int first, int second) {
  const auto conversation = [](absl::string_view user, int cells) {
    return absl::StrCat(R"({"user": ")", user,
                        R"(", "group": "dyad1", "measured": {"cells": )",
                        R"({"normal": )", cells, "}}}");
  };
  return absl::StrCat("stats='{\"conversations\": [",
                      conversation("u00002", second), ", ",
                      conversation("u00001", first), "]}'\n",
                      "trap 'echo \"$stats\" >", file, "; exit 0' TERM\n");
}

}  // namespace

Experiment FakeExperiment() {
  return ParseExperiment(R"(
name: fake
duration: 1s
warmup: 0
drain: 0
users: 2
groups: {dyads: 1}
mgen:
  bootstrap: 0
  distributions:
    s: 1
    r: 0
    m: {distribution: Poisson, lambda: 2}
    i: {distribution: Exp, lambda: 1}
    w: {distribution: Exp, lambda: 1}
    a_s: {distribution: Exp, lambda: 1}
    a_r: {distribution: Exp, lambda: 1}
defenses: []
)",
                         "fake.yaml",
                         [](absl::string_view) -> absl::StatusOr<std::string> {
                           return absl::NotFoundError("no file");
                         })
      .value();
}

Programs MakeFakePrograms(const std::string& folder, absl::string_view server,
                          absl::string_view client) {
  return {.server = Make(folder + "/mgen-server", server),
          .client = Make(folder + "/mgen-client", client)};
}

std::string FakeServer() {
  // 5 s of registration and 1 s and 6 ms to start, in whole seconds.
  return absl::StrCat("[ \"$3 $4\" = '127.0.0.1:0 7' ] || exit 8\n",
                      WritesStats("server_stats.json", 11, 12), kFakeListens,
                      kFakeRegisters, kFakeWaits);
}

std::string FakeClient() {
  return absl::StrCat(R"(
grep -q 'message_server: 127.0.0.1:4321' users/u00001.yaml || exit 9
grep -q 'user: u00002' users/u00002.yaml || exit 9
[ -s server.crt ] && [ -s server.key ] || exit 9
say $from u00001,dyad1,send,Idle,Idle,3,0
say $from u00002,dyad1,receive,Idle,Idle,u00001,480,0
say $from u00001,dyad1,receive,Idle,Idle,u00002,receipt,0
say $to u00001,dyad1,send,Idle,Idle,3,1
)",
                      WritesStats("client_stats.json", 1, 2), kFakeWaits);
}

}  // namespace lab
