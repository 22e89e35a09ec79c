#include "maybenot/bincode_writer.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace maybenot {

void BincodeWriter::Integer(std::uint64_t value) {
  if (value <= 250) {
    LittleEndian(value, 1);
  } else if (value <= 0xffff) {
    LittleEndian(251, 1);
    LittleEndian(value, 2);
  } else if (value <= 0xffffffff) {
    LittleEndian(252, 1);
    LittleEndian(value, 4);
  } else {
    LittleEndian(253, 1);
    LittleEndian(value, 8);
  }
}

void BincodeWriter::Bool(bool value) { LittleEndian(value ? 1 : 0, 1); }

void BincodeWriter::F64(double value) {
  LittleEndian(std::bit_cast<std::uint64_t>(value), 8);
}

void BincodeWriter::F32(float value) {
  LittleEndian(std::bit_cast<std::uint32_t>(value), 4);
}

void BincodeWriter::LittleEndian(std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    bytes_.push_back(static_cast<char>(value >> 8 * i & 0xff));
  }
}

}  // namespace maybenot
