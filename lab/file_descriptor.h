// An open file of the operating system.
#ifndef LAB_FILE_DESCRIPTOR_H_
#define LAB_FILE_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace lab {

// Closes it at its end. -1: none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() { Close(); }

  int get() const { return fd_; }
  void Close() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

}  // namespace lab

#endif  // LAB_FILE_DESCRIPTOR_H_
