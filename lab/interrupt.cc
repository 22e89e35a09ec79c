#include "lab/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

#include "base/check.h"

namespace lab {
namespace {

// Of the one that lives: a handler has no other way to it.
std::array<int, 2> ends = {-1, -1};
std::atomic<int> first_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void Note(int signal) {
  const int before = errno;
  int none = 0;
  if (first_signal.compare_exchange_strong(none, signal)) {
    const char byte = 0;
    [[maybe_unused]] const auto written = write(ends[1], &byte, 1);
  }
  errno = before;
}

}  // namespace

Interrupt::Interrupt() {
  BASE_CHECK(ends[0] < 0);
  BASE_CHECK(pipe2(ends.data(), O_CLOEXEC) == 0);
  first_signal = 0;
  struct sigaction note{};
  note.sa_handler = Note;
  note.sa_flags = SA_RESTART;
  sigemptyset(&note.sa_mask);
  sigaction(SIGINT, &note, &before_int_);
  sigaction(SIGTERM, &note, &before_term_);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
  for (int& end : ends) {
    close(end);
    end = -1;
  }
}

int Interrupt::fd() const { return ends[0]; }

int Interrupt::signal() const { return first_signal; }

}  // namespace lab
