// How mappers call the table of a class or model when nobody says.
#pragma once
#include <string>
#include <string_view>

namespace demarc {

// What a mapper makes of the name of a class or model where no table is given. `naming` is one of
//   same           OrderItem            lower          orderitem
//   lower-first    orderItem            snake          order_item, HTTPRequest: http_request
//   plural         OrderItems           plural-snake   order_items
//   snake-each     order_item, HTTPRequest: h_t_t_p_request
//   kebab          order-item           mongoose       orderitems, by Mongoose's own rules of plurals
// Any other word is `same`.
std::string default_table(std::string_view naming, std::string_view class_name);

// The plural of an English noun in the spelling of its last word: "OrderItem" → "OrderItems".
std::string english_plural(std::string_view word);

// https://mongoosejs.com/docs/models.html: the collection of a model is its name in lower case and plural.
std::string mongoose_collection(std::string_view model);

}  // namespace demarc
