// Results as tables for eyes: one row a defense.
#ifndef LAB_REPORT_H_
#define LAB_REPORT_H_

#include <string>

#include "lab/results.pb.h"

namespace lab {

// All of `results`: messages, cost, delay, cells, exceptions, a legend. With
// several seeds each number is "mean±half width" of its 95 % interval; "-" is
// where there is nothing to measure. Lines of text, UTF-8.
std::string Report(const results::Results& results);

}  // namespace lab

#endif  // LAB_REPORT_H_
