// Writes bytes as bincode_reader.h reads them, integers in the shortest form.
#ifndef MAYBENOT_BINCODE_WRITER_H_
#define MAYBENOT_BINCODE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace maybenot {

class BincodeWriter {
 public:
  void Integer(std::uint64_t value);
  void Bool(bool value);
  void F64(double value);
  void F32(float value);

  std::string Take() { return std::move(bytes_); }

 private:
  void LittleEndian(std::uint64_t value, std::size_t size);

  std::string bytes_;
};

}  // namespace maybenot

#endif  // MAYBENOT_BINCODE_WRITER_H_
