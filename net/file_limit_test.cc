#include "net/file_limit.h"

#include <sys/resource.h>

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace net {
namespace {

TEST(FileLimitTest, RaisesTheSoftLimitToTheHardOneAndSaysWhatIsMissing) {
  rlimit limit = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  ASSERT_GE(limit.rlim_max, 200u);
  limit.rlim_cur = 100;
  limit.rlim_max = 200;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);

  EXPECT_TRUE(RaiseFileLimit(150).ok());
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(limit.rlim_cur, 200u);
  EXPECT_TRUE(RaiseFileLimit(200).ok());

  const absl::Status status = RaiseFileLimit(201);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(),
            "needs 201 open files, and the limit is 200: raise it with `ulimit "
            "-n 201` (root may), or by LimitNOFILE= of a systemd unit");
}

}  // namespace
}  // namespace net
