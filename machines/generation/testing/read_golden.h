// The reference's files of defenses.
#ifndef MACHINES_GENERATION_TESTING_READ_GOLDEN_H_
#define MACHINES_GENERATION_TESTING_READ_GOLDEN_H_

#include <fstream>
#include <sstream>
#include <string>

namespace generation::testing {

// tests/golden/generation_`name`.
inline std::string ReadGolden(const std::string& name) {
  std::ifstream in("tests/golden/generation_" + name);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

}  // namespace generation::testing

#endif  // MACHINES_GENERATION_TESTING_READ_GOLDEN_H_
