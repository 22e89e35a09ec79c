#include "base/proto_json.h"

#include "base/check.h"
#include "google/protobuf/util/json_util.h"

namespace base {

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  BASE_CHECK(
      google::protobuf::util::MessageToJsonString(message, &json, options)
          .ok());
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

}  // namespace base
