# Compiles the tree-sitter core and the grammars that `npm ci` brought: a grammar is one line in package.json and one here.
set(GRAMMARS_DIR ${PROJECT_SOURCE_DIR}/node_modules)
if(NOT EXISTS ${GRAMMARS_DIR}/tree-sitter)
  message(FATAL_ERROR "The grammars are missing: run ./dev build, or npm ci --ignore-scripts --legacy-peer-deps")
endif()
set(TREE_SITTER_LIB ${GRAMMARS_DIR}/tree-sitter/vendor/tree-sitter/lib)
# tree_sitter is what Demarc parses with: its many small functions put into each other parse 6 to 8 % faster.
# tree_sitter_plain is what `./dev bench` measures against.
add_library(tree_sitter STATIC EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/parsers/reading/syntax_library.c)
add_library(tree_sitter_plain STATIC EXCLUDE_FROM_ALL ${TREE_SITTER_LIB}/src/lib.c)
foreach(core tree_sitter tree_sitter_plain)
  target_include_directories(${core} SYSTEM PUBLIC ${TREE_SITTER_LIB}/include)
  target_include_directories(${core} PRIVATE ${TREE_SITTER_LIB}/src)
  target_compile_definitions(${core} PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
  target_compile_options(${core} PRIVATE -w -O2)
endforeach()
if(CMAKE_C_COMPILER_ID STREQUAL GNU)
  target_compile_options(tree_sitter PRIVATE -finline-functions --param=max-inline-insns-auto=60
    --param=inline-unit-growth=200 --param=early-inlining-insns=60)
  # An entry of the parser's stack is cleared for every token; the processor's own way of it is slow to start.
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(tree_sitter PRIVATE -mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign)
  endif()
endif()

# What works on the parser's own structures; always optimised, as the parser is.
add_library(syntax_core STATIC ${PROJECT_SOURCE_DIR}/parsers/reading/syntax_lexer.c ${PROJECT_SOURCE_DIR}/parsers/reading/syntax_walk.c)
target_include_directories(syntax_core SYSTEM PRIVATE ${TREE_SITTER_LIB}/include ${TREE_SITTER_LIB}/src)
target_include_directories(syntax_core PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_options(syntax_core PRIVATE -Wall -Wextra -Werror -O2)

# grammar(<name> <source folder below node_modules>)
function(grammar name folder)
  set(src ${GRAMMARS_DIR}/${folder})
  set(files ${src}/parser.c)
  if(EXISTS ${src}/scanner.c)
    list(APPEND files ${src}/scanner.c)
  endif()
  add_library(grammar_${name} STATIC ${files})
  target_include_directories(grammar_${name} SYSTEM PRIVATE ${src})
  target_compile_options(grammar_${name} PRIVATE -w -O2 -g0)
  # Scanners take their memory where the core does.
  target_compile_definitions(grammar_${name} PRIVATE TREE_SITTER_REUSE_ALLOCATOR)
endfunction()

grammar(java tree-sitter-java/src)
grammar(javascript tree-sitter-javascript/src)
grammar(kotlin @tree-sitter-grammars/tree-sitter-kotlin/src)
grammar(python tree-sitter-python/src)
grammar(tsx tree-sitter-typescript/tsx/src)
grammar(typescript tree-sitter-typescript/typescript/src)
