// The generator that a command draws from.
#ifndef MAYBENOT_CLI_DRAWING_H_
#define MAYBENOT_CLI_DRAWING_H_

#include <optional>
#include <string>

#include "base/entropy/entropy.h"
#include "base/random.h"

namespace maybenot::cli {

// By a seed, any text, which gives the draws that the reference's command gives
// with it; without one by the operating system: machines that an adversary must
// not guess are drawn so.
class Drawing {
 public:
  explicit Drawing(const std::optional<std::string>& seed);
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;

  base::Random& random() { return random_; }

 private:
  base::OpenSslEntropy entropy_;
  base::Random random_;
};

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_DRAWING_H_
