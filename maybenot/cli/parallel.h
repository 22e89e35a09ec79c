// Work on many independent things, on all cores.
#ifndef MAYBENOT_CLI_PARALLEL_H_
#define MAYBENOT_CLI_PARALLEL_H_

#include <cstddef>
#include <functional>

#include "absl/status/status.h"

namespace maybenot::cli {

// The threads that the machine has cores for; at least 1.
std::size_t AllCores();

// Calls `work(index)` once for each index below `count`, from up to `threads`
// threads at a time; indices are begun in order. Results go where `work` puts
// them: by index, so that their order does not depend on the threads. After an
// error no further index is begun, and those begun are ended.
// `report(done)`, if there is one, is called by the calling thread as work
// ends, and at least every 0.1 s. Errors: that of the lowest index with one,
// which does not depend on the threads either, if `work` depends on its index
// alone.
absl::Status ForEachIndex(
    std::size_t count, std::size_t threads,
    const std::function<absl::Status(std::size_t index)>& work,
    const std::function<void(std::size_t done)>& report = nullptr);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_PARALLEL_H_
