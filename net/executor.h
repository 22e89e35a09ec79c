// One thread runs everything of a process's edge: one io_context, and its own
// executor type in place of Asio's any_io_executor, which makes sockets and
// coroutine frames smaller.
#ifndef NET_EXECUTOR_H_
#define NET_EXECUTOR_H_

#include <boost/asio/io_context.hpp>

namespace net {

namespace asio = boost::asio;

using IoContext = asio::io_context;
using Executor = IoContext::executor_type;

}  // namespace net

#endif  // NET_EXECUTOR_H_
