// Protocol buffers as JSON files.
#ifndef BASE_PROTO_JSON_H_
#define BASE_PROTO_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace base {

// proto3's JSON on several lines, the fields in their order and under their own
// names; zeros are written out, absent optional fields are not. Equal messages
// give equal bytes. Ends in a line break.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace base

#endif  // BASE_PROTO_JSON_H_
