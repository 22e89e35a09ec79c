#include "net/diagnostics.h"

#include <algorithm>
#include <sstream>

#include "spdlog/common.h"
#include "spdlog/logger.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace net {
namespace {

spdlog::level::level_enum ToSpdlog(Diagnostics::Level level) {
  switch (level) {
    case Diagnostics::Level::kDebug:
      return spdlog::level::debug;
    case Diagnostics::Level::kInfo:
      return spdlog::level::info;
    case Diagnostics::Level::kWarning:
      return spdlog::level::warn;
    case Diagnostics::Level::kError:
      break;
  }
  return spdlog::level::err;
}

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

Diagnostics::Diagnostics(const std::string& program, Options options)
    : options_(options),
      logger_(std::make_unique<spdlog::logger>(
          program, std::make_shared<spdlog::sinks::stderr_sink_st>())) {
  logger_->set_level(ToSpdlog(options.level));
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %n %l: %v",
                       spdlog::pattern_time_type::utc);
  logger_->flush_on(spdlog::level::debug);
}

Diagnostics::~Diagnostics() = default;

std::string Diagnostics::Scrubbed(const std::optional<Endpoint>& peer) const {
  if (!options_.unsafe_logging) return "[scrubbed]";
  if (!peer) return "unknown";
  std::ostringstream text;
  text << *peer;
  return text.str();
}

void Diagnostics::Print(Level level, absl::string_view text) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), IsControl, '?');
  logger_->log(ToSpdlog(level), line);
}

}  // namespace net
