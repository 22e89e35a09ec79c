#include "maybenot/capi/guard.h"

#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "maybenot/capi/maybenot_ext.h"

namespace maybenot::capi {
namespace {

TEST(GuardTest, ExceptionsBecomeResultsWithTheirText) {
  EXPECT_EQ(Guarded([]() -> MaybenotResult { throw NoRandomness(); }),
            MaybenotResult_NoRandomness);
  EXPECT_STREQ(maybenot_error_text(),
               "OpenSSL has no randomness to give (RAND_bytes failed)");
  EXPECT_EQ(Guarded([]() -> MaybenotResult { throw std::bad_alloc(); }),
            MaybenotResult_OutOfMemory);
  EXPECT_STREQ(maybenot_error_text(), "out of memory");
  EXPECT_EQ(Guarded([]() -> MaybenotResult { throw std::logic_error("x"); }),
            MaybenotResult_Internal);
  EXPECT_EQ(Guarded([]() -> MaybenotResult { return 77; }), 77u);
}

TEST(GuardTest, ATornHandleDoesNothingMore) {
  struct {
    MaybenotResult broken = MaybenotResult_Ok;
  } handle;
  int calls = 0;
  const auto body = [&calls]() -> MaybenotResult {
    if (++calls == 2) throw std::bad_alloc();
    return MaybenotResult_Ok;
  };
  EXPECT_EQ(GuardedOn(handle, body), MaybenotResult_Ok);
  EXPECT_EQ(GuardedOn(handle, body), MaybenotResult_OutOfMemory);
  EXPECT_EQ(GuardedOn(handle, body), MaybenotResult_OutOfMemory);
  EXPECT_EQ(calls, 2);
}

TEST(GuardTest, TextStaysUntilTheNextFailureAndIsCut) {
  EXPECT_EQ(Fail(MaybenotResult_InvalidArgument, "first"),
            MaybenotResult_InvalidArgument);
  EXPECT_EQ(Guarded([]() -> MaybenotResult { return MaybenotResult_Ok; }),
            MaybenotResult_Ok);
  EXPECT_STREQ(maybenot_error_text(), "first");
  SetErrorText(std::string(600, 'a'));
  EXPECT_EQ(maybenot_error_text(), std::string(511, 'a'));
}

TEST(GuardTest, EachThreadHasItsOwnText) {
  SetErrorText("mine");
  std::string others = "unset";
  std::thread([&others] {
    others = maybenot_error_text();
    FailNull("out");
  }).join();
  EXPECT_EQ(others, "");
  EXPECT_STREQ(maybenot_error_text(), "mine");
}

TEST(GuardTest, NullNamesItsArgument) {
  EXPECT_EQ(FailNull("actions_out"), MaybenotResult_NullPointer);
  EXPECT_STREQ(maybenot_error_text(), "actions_out is NULL");
}

}  // namespace
}  // namespace maybenot::capi
