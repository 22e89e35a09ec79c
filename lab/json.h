// Messages of lab/results.proto as JSON files.
#ifndef LAB_JSON_H_
#define LAB_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace lab {

// proto3's JSON on several lines, the fields in their order and under their own
// names; zeros are written out, absent optional fields are not. Equal messages
// give equal bytes. Ends in a line break.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace lab

#endif  // LAB_JSON_H_
