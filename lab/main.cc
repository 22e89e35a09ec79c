#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "lab/commands.h"

int main(int argc, char** argv) {
  return lab::RunLab(std::vector<std::string>(argv + 1, argv + argc),
                     {.out = std::cout,
                      .err = std::cerr,
                      .err_is_terminal = isatty(STDERR_FILENO) == 1});
}
