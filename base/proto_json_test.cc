#include "base/proto_json.h"

#include <string>

#include "google/protobuf/type.pb.h"
#include "gtest/gtest.h"

namespace base {
namespace {

TEST(ProtoJsonTest, WritesZerosAndEndsInALineBreak) {
  google::protobuf::EnumValue value;
  EXPECT_EQ(ToJson(value),
            "{\n \"name\": \"\",\n \"number\": 0,\n \"options\": []\n}\n");
}

TEST(ProtoJsonTest, KeepsTheFieldsOwnNames) {
  google::protobuf::Field field;
  field.set_type_url("x");
  EXPECT_NE(ToJson(field).find("\"type_url\": \"x\""), std::string::npos);
}

}  // namespace
}  // namespace base
