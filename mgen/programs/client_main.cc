#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "mgen/programs/client_command.h"

int main(int argc, char** argv) {
  return mgen::RunClient(std::vector<std::string>(argv + 1, argv + argc),
                         STDOUT_FILENO, std::cout, std::cerr);
}
