// Property: what people write for generated defenses is either refused, with
// file and line where it has them, or keeps what the headers promise; files are
// written as they were read. The first character says what the rest is: a
// configuration, a file of defenses, a release, a published defense or a
// budget.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/check.h"
#include "base/random.h"
#include "machines/catalogue.h"
#include "machines/generation/budget.h"
#include "machines/generation/config.h"
#include "machines/generation/def_file.h"
#include "machines/generation/release.h"
#include "maybenot/machine.h"

namespace {

// "f:LINE: something".
void CheckRefusal(const absl::Status& status) {
  BASE_CHECK(absl::IsInvalidArgument(status));
  absl::string_view rest = status.message();
  BASE_CHECK(absl::ConsumePrefix(&rest, "f:"));
  BASE_CHECK(!rest.empty() && rest.front() >= '1' && rest.front() <= '9');
  while (!rest.empty() &&
         absl::ascii_isdigit(static_cast<unsigned char>(rest.front()))) {
    rest.remove_prefix(1);
  }
  BASE_CHECK(absl::ConsumePrefix(&rest, ": ") && !rest.empty());
}

void TryConfig(absl::string_view text) {
  const auto config = generation::ParseConfig(text, "f");
  if (!config.ok()) return CheckRefusal(config.status());
  if (config->derive) {
    BASE_CHECK(config->derive->constraints.Validate().ok());
    BASE_CHECK(config->derive->env.Validate().ok());
    BASE_CHECK(config->derive->machine.Validate().ok());
    BASE_CHECK(config->derive->max_attempts > 0);
  }
  if (config->combo) {
    BASE_CHECK(config->combo->env.has_value() ==
               config->combo->constraints.has_value());
  }
}

void TryDefFile(absl::string_view text) {
  const auto file = generation::ReadDefFile(text, "f");
  if (!file.ok()) return CheckRefusal(file.status());
  const std::string written = generation::WriteDefFile(*file);
  const auto again = generation::ReadDefFile(written, "f");
  BASE_CHECK(again.ok() && again->defenses.size() == file->defenses.size());
  BASE_CHECK(generation::WriteDefFile(*again) == written);
}

void TryRelease(absl::string_view text) {
  const auto release = generation::ReadRelease(text);
  if (!release.ok()) return;
  const std::string written = generation::WriteRelease(*release);
  const auto again = generation::ReadRelease(written);
  BASE_CHECK(again.ok() && generation::WriteRelease(*again) == written);
}

void TryDefense(absl::string_view text) {
  base::Random random = base::Random::FromSeed(1);
  const auto built = machines::BuildDefense(text, random);
  if (!built.ok()) return;
  BASE_CHECK(!built->empty());
  for (const maybenot::Machine& machine : *built) {
    BASE_CHECK(machine.spec().Validate().ok());
  }
}

void TryBudget(absl::string_view text) {
  const auto budget = generation::ParseBudget(text);
  if (budget.ok()) BASE_CHECK(budget->range.low <= budget->range.high);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const absl::string_view text(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  switch (data[0]) {
    case 'c':
      TryConfig(text);
      break;
    case 'd':
      TryDefFile(text);
      break;
    case 'r':
      TryRelease(text);
      break;
    case 'm':
      TryDefense(text);
      break;
    default:
      TryBudget(text);
  }
  return 0;
}
