#include "tunnel/smux/keepalive.h"

namespace smux {
namespace {

// Moves `at` by whole periods to after `now`; whether it was due.
bool Pass(base::Duration period, base::Instant now, base::Instant& at) {
  if (now < at) return false;
  const base::Instant last = now - (now - at) % period;
  at = base::SaturatingAdd(last, period);
  return true;
}

}  // namespace

Keepalive::Due Keepalive::HandleDeadline(base::Instant now) {
  Due due;
  due.check = Pass(periods_.check, now, check_at_);
  due.silent = due.check && !heard_;
  if (due.check) heard_ = false;
  due.ping = Pass(periods_.ping, now, ping_at_);
  return due;
}

}  // namespace smux
