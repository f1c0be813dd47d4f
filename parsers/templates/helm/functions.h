// The functions of chart templates that need no template themselves.
#pragma once
#include <string>
#include <vector>

#include "parsers/templates/helm/value.h"

namespace demarc::helm {

// `known` tells whether there is such a function.
Value call_function(std::string_view name, const std::vector<Value>& arguments, bool& known);

}  // namespace demarc::helm
