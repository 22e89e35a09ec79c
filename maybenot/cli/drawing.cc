#include "maybenot/cli/drawing.h"

#include <optional>
#include <string>

#include "base/random.h"

namespace maybenot::cli {

Drawing::Drawing(const std::optional<std::string>& seed)
    : random_(seed ? base::Random::FromText(*seed)
                   : base::Random::FromSource(&entropy_)) {}

}  // namespace maybenot::cli
