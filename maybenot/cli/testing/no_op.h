// The smallest machine: one state that does nothing.
#ifndef MAYBENOT_CLI_TESTING_NO_OP_H_
#define MAYBENOT_CLI_TESTING_NO_OP_H_

namespace maybenot::cli {

inline constexpr char kNoOp[] = "02eNpjYEAHjOgCAAA0AAI=";
inline constexpr char kNoOpJson[] =
    R"({"allowed_padding_packets":0,"max_padding_frac":0.0,)"
    R"("allowed_blocked_microsec":0,"max_blocking_frac":0.0,"states":[{)"
    R"("action":null,"counter":[null,null],"transitions":[null,null,null,)"
    R"(null,null,null,null,null,null,null,null,null,null]}]})";
inline constexpr char kNoOpName[] = "3e99bf655613b2dba361dee14e3e0ddf";

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TESTING_NO_OP_H_
