// From what was observed to what is reported. Definitions: lab/results.proto.
#ifndef LAB_METRICS_H_
#define LAB_METRICS_H_

#include "lab/observations.h"
#include "lab/results.pb.h"

namespace lab {

// `baseline`: the `none` run of the same experiment and seed (`observed`
// itself, for that run). Requires: the same conversations in both.
results::Run Measure(const Observations& observed,
                     const Observations& baseline);

}  // namespace lab

#endif  // LAB_METRICS_H_
