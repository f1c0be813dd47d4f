// Names in code that say what a call is for, in any language.
#pragma once
#include <string_view>

namespace demarc::operations::names {

bool runs_later(std::string_view method);  // setTimeout, on: its callback is nobody's who calls it
bool loops_over(std::string_view method);  // map, forEach: once for each element
bool waits_for_many(std::string_view method, std::string_view receiver);  // gather, Promise.all
bool starts_task(std::string_view method);  // submit, create_task: nobody waits for it here
// run_in_executor(None, send, order), add_task(send, order): what calls a function that it is given with the
// arguments that stand behind it, or that are listed as `args`.
bool hands_arguments_on(std::string_view method);
bool sleeps(std::string_view method);
bool is_stream(std::string_view method);  // stream, parallelStream: what stands behind it is a sequence
bool receives(std::string_view method);   // poll, receive_message: gives a batch of messages
bool is_length(std::string_view name);    // length, size: of data
// Words of a name, whole: "next_token" and "nextToken" hold "token".
bool says_try(std::string_view name);
bool says_page(std::string_view name);   // where an answer goes on
bool says_chunk(std::string_view name);  // a part of the data that is asked for at once
bool says_messages(std::string_view name);

}  // namespace demarc::operations::names
