// OpenSSL's queue of errors, which is the thread's and not a connection's.
#ifndef NET_OPENSSL_ERROR_H_
#define NET_OPENSSL_ERROR_H_

#include <string>

namespace net {

// The reasons that OpenSSL gives, the first one first ("wrong version number"),
// without its files and lines; the queue is empty then. "unknown error" if it
// was empty already.
std::string TakeOpenSslErrors();

}  // namespace net

#endif  // NET_OPENSSL_ERROR_H_
