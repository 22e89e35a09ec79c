// Lets a long run be ended in order by Ctrl-C or SIGTERM.
#ifndef LAB_INTERRUPT_H_
#define LAB_INTERRUPT_H_

#include <csignal>

namespace lab {

// While it lives, SIGINT and SIGTERM do not end the process: they make fd()
// readable, and are noted. One at a time.
class Interrupt {
 public:
  Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();  // What was in force before is again.

  // To be polled; stays readable from the first signal on.
  int fd() const;
  // The first signal; 0: none so far.
  int signal() const;

 private:
  struct sigaction before_int_{};
  struct sigaction before_term_{};
};

}  // namespace lab

#endif  // LAB_INTERRUPT_H_
